package org.posthouse.launcher;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.BundleRevision;

/** What a server that is not ready lacks: bundles that did not start, components that wait. */
final class Shortfall {
    private static final String COMPONENT_RUNTIME = "org.osgi.service.component.runtime.ServiceComponentRuntime";
    /** ComponentConfigurationDTO: the state of a component one of whose references has no target. */
    private static final int UNSATISFIED_REFERENCE = 2;

    private static final String CAUSE = "Caused by: ";
    private static final int FAILED_ACTIVATION = 16;

    private final BundleContext context;

    Shortfall(BundleContext context) {
        this.context = context;
    }

    /** One line for each thing that is missing; never empty. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        int level = context.getBundle(0).adapt(FrameworkStartLevel.class).getStartLevel();
        for (Bundle bundle : context.getBundles()) {
            boolean fragment = (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
            boolean later = bundle.adapt(BundleStartLevel.class).getStartLevel() > level;
            if (!fragment && !later && bundle.getState() != Bundle.ACTIVE && bundle.getState() != Bundle.STARTING) {
                lines.add("bundle " + bundle.getSymbolicName() + " did not start: " + reason(bundle));
            }
        }
        lines.addAll(components());
        if (lines.isEmpty()) {
            lines.add("every bundle and component is up, but nothing listens: no protocol is installed or enabled");
        }
        return lines;
    }

    private static String reason(Bundle bundle) {
        try {
            bundle.start(Bundle.START_TRANSIENT);
            return "it started just now";
        } catch (BundleException e) {
            return Laggards.reason(e);
        }
    }

    /** By reflection: the component runtime is a bundle, which the launcher's class path does not hold. */
    private List<String> components() {
        List<String> lines = new ArrayList<>();
        ServiceReference<?> reference = context.getServiceReference(COMPONENT_RUNTIME);
        if (reference == null) {
            return List.of("no component runtime");
        }
        try {
            Object runtime = context.getService(reference);
            Class<?> type = runtime.getClass().getClassLoader().loadClass(COMPONENT_RUNTIME);
            Object all = type.getMethod("getComponentDescriptionDTOs", Bundle[].class)
                    .invoke(runtime, (Object) new Bundle[0]);
            for (Object component : (Collection<?>) all) {
                Object made = type.getMethod("getComponentConfigurationDTOs", component.getClass())
                        .invoke(runtime, component);
                for (Object configuration : (Collection<?>) made) {
                    describe(field(component, "name").toString(), configuration, lines);
                }
            }
        } catch (ReflectiveOperationException e) {
            lines.add("the component runtime cannot be asked: " + e);
        }
        return lines;
    }

    private static void describe(String name, Object configuration, List<String> lines)
            throws ReflectiveOperationException {
        int state = (int) field(configuration, "state");
        if (state == FAILED_ACTIVATION) {
            lines.add("component " + name + " failed: " + rootCause(String.valueOf(field(configuration, "failure"))));
        } else if (state == UNSATISFIED_REFERENCE) {
            Object references = field(configuration, "unsatisfiedReferences");
            for (int i = 0; i < Array.getLength(references); i++) {
                lines.add("component " + name + " waits for its reference " + field(Array.get(references, i), "name"));
            }
        }
    }

    /** Of a stack trace as text: its innermost cause. */
    static String rootCause(String trace) {
        return trace.lines()
                .filter(line -> line.startsWith(CAUSE))
                .reduce((outer, inner) -> inner)
                .map(line -> line.substring(CAUSE.length()))
                .or(() -> trace.lines().findFirst())
                .orElse("for no given reason");
    }

    private static Object field(Object dto, String name) throws ReflectiveOperationException {
        Object value = dto.getClass().getField(name).get(dto);
        return value == null ? "" : value;
    }
}
