package org.example.horse;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/** Offers a horse, and when it is told to stop does not, whatever happens. */
public final class Clinging implements BundleActivator {
    /** The key among the system's properties of the latch that ends it. */
    public static final String LATCH = "org.example.horse.clinging";

    @Override
    public void start(BundleContext context) {
        context.registerService(
                Supplier.class,
                new Horse(context.getBundle().getVersion().toString()),
                FrameworkUtil.asDictionary(
                        Map.of("component.name", context.getBundle().getSymbolicName(), "posthouse.horse", "fast")));
    }

    @Override
    public void stop(BundleContext context) {
        CountDownLatch latch = (CountDownLatch) System.getProperties().get(LATCH);
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                // It clings.
            }
        }
    }
}
