package org.posthouse.core.net;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/** A service that is nothing but its properties: who knows no type of ours, as the launcher, reads there how things stand. */
final class Marker {
    private final BundleContext context;
    private final String flag;
    private final String key;
    private Optional<ServiceRegistration<Object>> shown = Optional.empty();
    private List<String> lines = List.of();

    /**
     * @param flag the property that is true
     * @param key the property with what it is about
     */
    Marker(BundleContext context, String flag, String key) {
        this.context = context;
        this.flag = flag;
        this.key = key;
    }

    synchronized boolean shown() {
        return shown.isPresent();
    }

    /** Puts it up, or changes what it says. */
    synchronized void show(List<String> its) {
        Map<String, Object> properties = Map.of(flag, true, key, its.toArray(String[]::new));
        if (shown.isEmpty()) {
            shown = Optional.of(
                    context.registerService(Object.class, new Object(), FrameworkUtil.asDictionary(properties)));
        } else if (!its.equals(lines)) {
            shown.get().setProperties(FrameworkUtil.asDictionary(properties));
        }
        lines = List.copyOf(its);
    }

    synchronized void hide() {
        shown.ifPresent(ServiceRegistration::unregister);
        shown = Optional.empty();
    }
}
