package org.example.horse;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/** Offers a horse that rests before it tells its version, and needs a class for it that nobody has needed before. */
public final class Tired implements BundleActivator {
    /** The key among the system's properties of the latch that ends the rest; another with {@code .begun} tells that it has begun. */
    public static final String REST = "org.example.horse.rest";

    @Override
    public void start(BundleContext context) {
        String version = context.getBundle().getVersion().toString();
        Supplier<String> horse = () -> {
            latch(REST + ".begun").countDown();
            boolean rested = false;
            while (!rested) {
                try {
                    latch(REST).await();
                    rested = true;
                } catch (InterruptedException e) {
                    // It sleeps on.
                }
            }
            return new Horse(version).get();
        };
        context.registerService(
                Supplier.class,
                horse,
                FrameworkUtil.asDictionary(
                        Map.of("component.name", context.getBundle().getSymbolicName(), "posthouse.horse", "fast")));
    }

    private static CountDownLatch latch(String key) {
        return (CountDownLatch) System.getProperties().get(key);
    }

    @Override
    public void stop(BundleContext context) {}
}
