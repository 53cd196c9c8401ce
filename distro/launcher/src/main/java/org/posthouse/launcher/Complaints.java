package org.posthouse.launcher;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** What parts of a server that is ready have found wrong so far: it may accept mail and have nowhere to keep it yet. */
final class Complaints {
    private static final String TROUBLES = "org.posthouse.api.health.Troubles";

    private final BundleContext context;

    Complaints(BundleContext context) {
        this.context = context;
    }

    /** One line for each thing. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        try {
            ServiceReference<?>[] parts = context.getAllServiceReferences(TROUBLES, null);
            for (ServiceReference<?> part : parts == null ? new ServiceReference<?>[0] : parts) {
                Object service = context.getService(part);
                if (service != null) {
                    lines.addAll(troubles(service));
                    context.ungetService(part);
                }
            }
        } catch (InvalidSyntaxException | ReflectiveOperationException | RuntimeException e) {
            lines.add("what is wrong cannot be asked: " + e);
        }
        return lines;
    }

    /** By reflection: the launcher's class path does not hold the type. */
    private static List<String> troubles(Object service) throws ReflectiveOperationException {
        Class<?> type = service.getClass().getClassLoader().loadClass(TROUBLES);
        Object all = type.getMethod("troubles").invoke(service);
        return ((Collection<?>) all).stream().map(String::valueOf).toList();
    }
}
