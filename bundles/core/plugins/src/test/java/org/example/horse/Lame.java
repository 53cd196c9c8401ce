package org.example.horse;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Cannot start. */
public final class Lame implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        throw new IllegalStateException("lost a shoe");
    }

    @Override
    public void stop(BundleContext context) {}
}
