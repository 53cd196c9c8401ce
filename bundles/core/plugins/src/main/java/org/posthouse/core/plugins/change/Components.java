package org.posthouse.core.plugins.change;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** What the component runtime says about a bundle's components, in sentences. Nothing where there is no component runtime. */
public final class Components {
    private final BundleContext context;

    public Components(BundleContext context) {
        this.context = context;
    }

    /** Components that were made and failed. */
    public List<String> failures(Bundle bundle) {
        return each(bundle, (description, runtime) -> {
            List<String> lines = new ArrayList<>();
            for (ComponentConfigurationDTO made : runtime.getComponentConfigurationDTOs(description)) {
                if (made.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
                    lines.add(description.name + " failed to start: " + cause(made.failure));
                }
            }
            return lines;
        });
    }

    /** Components that wait for a service. */
    public List<String> lacks(Bundle bundle) {
        return each(bundle, (description, runtime) -> {
            List<String> lines = new ArrayList<>();
            for (ComponentConfigurationDTO made : runtime.getComponentConfigurationDTOs(description)) {
                for (UnsatisfiedReferenceDTO reference : made.unsatisfiedReferences) {
                    lines.add(description.name + " waits for its reference " + reference.name);
                }
            }
            return lines;
        });
    }

    /** Components that do nothing without a configuration and have none. */
    public List<String> unconfigured(Bundle bundle) {
        return each(bundle, (description, runtime) -> {
            boolean none = runtime.getComponentConfigurationDTOs(description).stream()
                    .allMatch(made -> made.state == ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION);
            return none && runtime.isComponentEnabled(description)
                    ? List.of(description.name + " waits for its configuration")
                    : List.of();
        });
    }

    /** The innermost cause of a stack trace in text. */
    static String cause(String trace) {
        String prefix = "Caused by: ";
        List<String> lines = String.valueOf(trace).lines().toList();
        return lines.stream()
                .filter(line -> line.startsWith(prefix))
                .reduce((outer, inner) -> inner)
                .map(line -> line.substring(prefix.length()))
                .orElse(lines.isEmpty() ? "" : lines.get(0));
    }

    private List<String> each(Bundle bundle, Question question) {
        return with(runtime -> {
            List<String> lines = new ArrayList<>();
            for (ComponentDescriptionDTO description : runtime.getComponentDescriptionDTOs(bundle)) {
                lines.addAll(question.ask(description, runtime));
            }
            return lines;
        });
    }

    private List<String> with(Function<ServiceComponentRuntime, List<String>> work) {
        ServiceReference<ServiceComponentRuntime> reference =
                context.getServiceReference(ServiceComponentRuntime.class);
        ServiceComponentRuntime runtime = reference == null ? null : context.getService(reference);
        if (runtime == null) {
            return List.of();
        }
        try {
            return work.apply(runtime);
        } finally {
            context.ungetService(reference);
        }
    }

    @FunctionalInterface
    private interface Question {
        List<String> ask(ComponentDescriptionDTO description, ServiceComponentRuntime runtime);
    }
}
