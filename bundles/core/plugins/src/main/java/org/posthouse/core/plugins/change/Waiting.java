package org.posthouse.core.plugins.change;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.config.Configurations.Setting;
import org.posthouse.api.plugin.Reason;
import org.posthouse.api.plugin.Reason.Kind;

/** Components that wait for a service or a configuration, and what that waits for in turn. */
final class Waiting {
    /** Namespace of services that bundles say they offer, Compendium 135.4. */
    private static final String SERVICE = "osgi.service";

    private final BundleContext context;
    private final ServiceComponentRuntime runtime;

    Waiting(BundleContext context, ServiceComponentRuntime runtime) {
        this.context = context;
        this.runtime = runtime;
    }

    /** A reason for each service that one of the component's references waits for. */
    List<Reason> services(Bundle bundle, ComponentDescriptionDTO component) {
        return services(List.of(bundle.getSymbolicName()), component, "", new HashSet<>(Set.of(component.name)));
    }

    private List<Reason> services(
            List<String> before, ComponentDescriptionDTO component, String way, Set<String> asked) {
        List<Reason> reasons = new ArrayList<>();
        for (ComponentConfigurationDTO made : runtime.getComponentConfigurationDTOs(component)) {
            for (UnsatisfiedReferenceDTO unsatisfied : made.unsatisfiedReferences) {
                Arrays.stream(component.references)
                        .filter(each -> each.name.equals(unsatisfied.name))
                        .findFirst()
                        .ifPresent(each -> reasons.addAll(
                                service(with(before, component.name), each, unsatisfied, way + component.name, asked)));
            }
        }
        return reasons;
    }

    private List<Reason> service(
            List<String> asks, ReferenceDTO reference, UnsatisfiedReferenceDTO now, String subject, Set<String> asked) {
        String needs = reference.interfaceName;
        String waits = subject + " waits for the service " + needs + " (its reference " + reference.name + ")";
        String target = Optional.ofNullable(now.target).orElse("");
        List<String> others = others(needs);
        if (!target.isEmpty() && !others.isEmpty()) {
            return List.of(new Reason(
                    Kind.SERVICE,
                    asks,
                    needs,
                    target,
                    others,
                    waits + " with " + target + ", and that of " + String.join(", ", others) + " is none",
                    "put a plug-in that offers it so into plugins/"));
        }
        Optional<ComponentDescriptionDTO> waiting = waitingToOffer(needs, asked);
        if (waiting.isPresent()) {
            return further(asks, waiting.get(), waits, asked);
        }
        Optional<String> round = asked.stream()
                .filter(name -> runtime.getComponentDescriptionDTOs().stream()
                        .anyMatch(each -> each.name.equals(name)
                                && Arrays.asList(each.serviceInterfaces).contains(needs)))
                .findFirst();
        if (round.isPresent()) {
            String end = waits + ", which " + round.get() + " offers and which waits for this one";
            return List.of(new Reason(Kind.CONFLICT, asks, needs, target, List.of(round.get()), end, ""));
        }
        Optional<Bundle> resting = restingWith(needs);
        if (resting.isPresent()) {
            String name = resting.get().getSymbolicName();
            return List.of(new Reason(
                    Kind.SERVICE,
                    asks,
                    needs,
                    target,
                    List.of(name),
                    waits + ", which " + name + " offers, and that does not run",
                    "try 'posthouse plugin start " + name + "', or see 'posthouse plugin why " + name + "'"));
        }
        return List.of(new Reason(
                Kind.SERVICE,
                asks,
                needs,
                target,
                List.of(),
                waits + ", which nobody here offers",
                "put a plug-in that offers it into plugins/"));
    }

    /** Of one that would offer the service if it had all that it waits for itself. */
    private List<Reason> further(List<String> asks, ComponentDescriptionDTO next, String waits, Set<String> asked) {
        asked.add(next.name);
        Bundle owner = context.getBundle(next.bundle.id);
        String way = waits + ", which " + next.name + " offers; ";
        List<Reason> reasons = new ArrayList<>(services(asks, next, way, asked));
        if (owner != null) {
            configuration(asks, next, way).ifPresent(reasons::add);
        }
        return reasons;
    }

    /** A reason if the component does nothing without a configuration and has none. */
    List<Reason> configuration(Bundle bundle, ComponentDescriptionDTO component) {
        return configuration(List.of(bundle.getSymbolicName()), component, "").stream()
                .toList();
    }

    private Optional<Reason> configuration(List<String> before, ComponentDescriptionDTO component, String way) {
        boolean none = runtime.getComponentConfigurationDTOs(component).stream()
                .allMatch(made -> made.state == ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION);
        if (!none || !"require".equals(component.configurationPolicy) || !runtime.isComponentEnabled(component)) {
            return Optional.empty();
        }
        List<String> pids = Arrays.stream(component.configurationPid).toList();
        String pid = pids.isEmpty() ? component.name : pids.get(0);
        String settings = settings(pid);
        return Optional.of(new Reason(
                Kind.CONFIGURATION,
                with(before, component.name),
                pid,
                settings,
                List.of(),
                way + component.name + " waits for its configuration " + pid
                        + (settings.isEmpty() ? "" : ", which needs " + settings),
                "posthouse config set " + pid + " KEY=VALUE…"));
    }

    /** Those of its settings that have no default. */
    private String settings(String pid) {
        ServiceReference<Configurations> reference = context.getServiceReference(Configurations.class);
        Configurations configurations = reference == null ? null : context.getService(reference);
        if (configurations == null) {
            return "";
        }
        try {
            return configurations
                    .show(pid)
                    .map(each -> String.join(
                            ", ",
                            each.settings().stream()
                                    .filter(setting -> setting.required()
                                            && setting.defaults().isEmpty())
                                    .map(Setting::id)
                                    .toList()))
                    .orElse("");
        } finally {
            context.ungetService(reference);
        }
    }

    /** Bundles that have a service of this type registered. */
    private List<String> others(String type) {
        try {
            ServiceReference<?>[] all = context.getAllServiceReferences(type, null);
            return all == null
                    ? List.of()
                    : Arrays.stream(all)
                            .map(ServiceReference::getBundle)
                            .filter(Objects::nonNull)
                            .map(Bundle::getSymbolicName)
                            .distinct()
                            .sorted()
                            .toList();
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("no filter was given", e);
        }
    }

    private Optional<ComponentDescriptionDTO> waitingToOffer(String type, Set<String> asked) {
        return runtime.getComponentDescriptionDTOs().stream()
                .filter(each -> Arrays.asList(each.serviceInterfaces).contains(type) && !asked.contains(each.name))
                .filter(each -> runtime.getComponentConfigurationDTOs(each).stream()
                        .anyMatch(made -> (made.state
                                        & (ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION
                                                | ComponentConfigurationDTO.UNSATISFIED_REFERENCE))
                                != 0))
                .findFirst();
    }

    /** A bundle that does not run and says in its manifest that it offers the service. */
    private Optional<Bundle> restingWith(String type) {
        return Arrays.stream(context.getBundles())
                .filter(each -> (each.getState() & (Bundle.INSTALLED | Bundle.RESOLVED)) != 0)
                .filter(each -> Optional.ofNullable(each.adapt(BundleRevision.class)).stream()
                        .flatMap(its -> its.getDeclaredCapabilities(SERVICE).stream())
                        .anyMatch(its -> offers(its, type)))
                .findFirst();
    }

    private static boolean offers(BundleCapability capability, String type) {
        Object types = capability.getAttributes().get("objectClass");
        return types instanceof Collection<?> several ? several.contains(type) : type.equals(types);
    }

    private static List<String> with(List<String> before, String name) {
        List<String> all = new ArrayList<>(before);
        all.add(name);
        return all;
    }
}
