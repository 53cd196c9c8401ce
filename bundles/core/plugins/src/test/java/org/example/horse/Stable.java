package org.example.horse;

import java.util.Map;
import java.util.function.Supplier;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/** Activator of a plug-in for tests: offers a {@link Supplier} that tells its bundle's version. */
public final class Stable implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        context.registerService(
                Supplier.class,
                new Horse(context.getBundle().getVersion().toString()),
                FrameworkUtil.asDictionary(
                        Map.of("component.name", context.getBundle().getSymbolicName(), "posthouse.horse", "fast")));
    }

    @Override
    public void stop(BundleContext context) {}
}
