package org.example.horse;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Starts and offers nothing. */
public final class Grazing implements BundleActivator {
    @Override
    public void start(BundleContext context) {}

    @Override
    public void stop(BundleContext context) {}
}
