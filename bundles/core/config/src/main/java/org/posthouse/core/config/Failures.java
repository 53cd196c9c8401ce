package org.posthouse.core.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;

/** Components that were made with their settings and failed, as the component runtime tells. */
@Component(service = Failures.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class Failures implements HouseConfigurations.Outcomes {
    private static final String CAUSE = "Caused by: ";

    private final ServiceComponentRuntime runtime;

    @Activate
    public Failures(@Reference ServiceComponentRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public Optional<String> failure(String pid) {
        return runtime.getComponentDescriptionDTOs().stream()
                .filter(component -> Arrays.asList(component.configurationPid).contains(pid))
                .flatMap(component -> runtime.getComponentConfigurationDTOs(component).stream())
                .filter(made -> made.state == ComponentConfigurationDTO.FAILED_ACTIVATION)
                .map(made -> cause(String.valueOf(made.failure)))
                .findFirst();
    }

    /** The message of the innermost cause of a stack trace in text. */
    static String cause(String trace) {
        List<String> lines = trace.lines().toList();
        String line = lines.stream()
                .filter(each -> each.startsWith(CAUSE))
                .reduce((outer, inner) -> inner)
                .map(each -> each.substring(CAUSE.length()))
                .orElse(lines.isEmpty() ? "" : lines.get(0));
        int message = line.indexOf(": ");
        return message < 0 ? line : line.substring(message + 2);
    }
}
