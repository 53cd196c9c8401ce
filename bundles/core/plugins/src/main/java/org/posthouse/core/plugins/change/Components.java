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
import org.posthouse.api.plugin.Reason;
import org.posthouse.api.plugin.Reason.Kind;

/** What the component runtime says about a bundle's components. Nothing where there is no component runtime. */
public final class Components {
    private final BundleContext context;

    public Components(BundleContext context) {
        this.context = context;
    }

    /** Components that were made and failed. */
    public List<Reason> failures(Bundle bundle) {
        return each(bundle, (description, runtime) -> {
            List<Reason> failed = new ArrayList<>();
            for (ComponentConfigurationDTO made : runtime.getComponentConfigurationDTOs(description)) {
                if (made.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
                    failed.add(Reason.of(
                            Kind.FAILURE,
                            bundle.getSymbolicName(),
                            description.name + " failed to start: " + cause(made.failure)));
                }
            }
            return failed;
        });
    }

    /** Components that wait for a service. */
    public List<Reason> lacks(Bundle bundle) {
        return each(bundle, (description, runtime) -> new Waiting(context, runtime).services(bundle, description));
    }

    /** Components that do nothing without a configuration and have none. */
    public List<Reason> unconfigured(Bundle bundle) {
        return each(bundle, (description, runtime) -> new Waiting(context, runtime).configuration(bundle, description));
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

    private List<Reason> each(Bundle bundle, Question question) {
        return with(runtime -> {
            List<Reason> reasons = new ArrayList<>();
            for (ComponentDescriptionDTO description : runtime.getComponentDescriptionDTOs(bundle)) {
                reasons.addAll(question.ask(description, runtime));
            }
            return reasons;
        });
    }

    private List<Reason> with(Function<ServiceComponentRuntime, List<Reason>> work) {
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
        List<Reason> ask(ComponentDescriptionDTO description, ServiceComponentRuntime runtime);
    }
}
