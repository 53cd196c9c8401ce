package org.example.horse;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;

/** Offers a horse that does not come at the first call, but at the second or at that of its bundle's header {@code Horse-Calls}. */
public final class Shy implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        context.registerService(
                Supplier.class.getName(),
                new Calls(context.getBundle().getHeaders().get("Horse-Calls")),
                FrameworkUtil.asDictionary(Map.of("component.name", "shy", "posthouse.horse", "shy")));
    }

    @Override
    public void stop(BundleContext context) {}

    private static final class Calls implements ServiceFactory<Object> {
        private final AtomicInteger calls = new AtomicInteger();
        private final int enough;

        Calls(String enough) {
            this.enough = enough == null ? 2 : Integer.parseInt(enough);
        }

        @Override
        public Object getService(Bundle bundle, ServiceRegistration<Object> registration) {
            return calls.incrementAndGet() < enough ? null : new Horse("shy");
        }

        @Override
        public void ungetService(Bundle bundle, ServiceRegistration<Object> registration, Object service) {}
    }
}
