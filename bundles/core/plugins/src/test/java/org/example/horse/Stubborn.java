package org.example.horse;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;

/** Offers a horse that nobody gets to move: whoever asks for it waits, whatever happens. */
public final class Stubborn implements BundleActivator {
    /** Begins the key among the system's properties of the latch that ends it; the bundle's header {@code Horse-Latch} is the rest. */
    public static final String LATCH = "org.example.horse.stubborn.";

    @Override
    public void start(BundleContext context) {
        context.registerService(
                Supplier.class.getName(),
                new Wait(LATCH + context.getBundle().getHeaders().get("Horse-Latch")),
                FrameworkUtil.asDictionary(
                        Map.of("component.name", context.getBundle().getSymbolicName(), "posthouse.horse", "fast")));
    }

    @Override
    public void stop(BundleContext context) {}

    private static final class Wait implements ServiceFactory<Object> {
        private final String key;

        Wait(String key) {
            this.key = key;
        }

        @Override
        public Object getService(Bundle bundle, ServiceRegistration<Object> registration) {
            CountDownLatch latch = (CountDownLatch) System.getProperties().get(key);
            while (latch.getCount() > 0) {
                try {
                    latch.await();
                } catch (InterruptedException e) {
                    // It does not move.
                }
            }
            return new Horse("stubborn");
        }

        @Override
        public void ungetService(Bundle bundle, ServiceRegistration<Object> registration, Object service) {}
    }
}
