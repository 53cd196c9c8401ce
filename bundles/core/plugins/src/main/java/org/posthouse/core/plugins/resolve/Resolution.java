package org.posthouse.core.plugins.resolve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.posthouse.core.plugins.resolve.Lack.Helper;

/**
 * Says why a bundle cannot be resolved: every requirement that nobody meets, by the framework's own matching; where each is met by
 * somebody, what the resolver itself says. Bundles that are not resolved either are asked what they lack in turn.
 */
public final class Resolution {
    private final BundleContext context;
    private final String posthouse;

    public Resolution(BundleContext context) {
        this.context = context;
        this.posthouse =
                Optional.ofNullable(context.getProperty("posthouse.version")).orElse("of this version");
    }

    /** Of a bundle that is installed, and was refused by the resolver with this. */
    public List<Lack> explain(Bundle bundle, BundleException refused) {
        List<Lack> lacks = lacks(bundle);
        return lacks.isEmpty() ? Conflict.of(refused, context).stream().toList() : lacks;
    }

    /** Of a bundle that is installed and not resolved; empty if each of its requirements is met by somebody. */
    public List<Lack> lacks(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision == null ? List.of() : lacks(revision, new HashSet<>(Set.of(revision)));
    }

    /** @param asked those that are being looked at: who needs what it has itself, round a corner, lacks nothing by that */
    private List<Lack> lacks(BundleRevision revision, Set<BundleRevision> asked) {
        List<Lack> lacks = new ArrayList<>();
        for (BundleRequirement requirement : revision.getDeclaredRequirements(null)) {
            if (mandatory(requirement)) {
                unmet(requirement, asked).ifPresent(lacks::add);
            }
        }
        return lacks;
    }

    private static boolean mandatory(BundleRequirement requirement) {
        String resolution = requirement.getDirectives().getOrDefault(Constants.RESOLUTION_DIRECTIVE, "mandatory");
        String effective = requirement.getDirectives().getOrDefault(Constants.EFFECTIVE_DIRECTIVE, "resolve");
        return resolution.equals("mandatory") && effective.equals("resolve");
    }

    private Optional<Lack> unmet(BundleRequirement requirement, Set<BundleRevision> asked) {
        List<BundleCapability> alike = new ArrayList<>();
        List<BundleRevision> unresolved = new ArrayList<>();
        for (BundleRevision each : revisions(requirement.getRevision())) {
            for (BundleCapability capability : each.getDeclaredCapabilities(requirement.getNamespace())) {
                if (requirement.matches(capability)) {
                    if (each.getWiring() != null || asked.contains(each)) {
                        return Optional.empty();
                    }
                    unresolved.add(each);
                } else if (sameName(requirement, capability)) {
                    alike.add(capability);
                }
            }
        }
        Optional<Helper> helper = Optional.empty();
        for (BundleRevision each : unresolved) {
            asked.add(each);
            List<Lack> its = lacks(each, asked);
            if (its.isEmpty()) {
                return Optional.empty();
            }
            helper = Optional.of(
                    new Helper(each.getSymbolicName(), each.getSymbolicName() + " " + each.getVersion(), its, ""));
        }
        return Optional.of(Requirements.lack(requirement, alike, posthouse).with(helper));
    }

    /** Its own first: what a bundle exports it may import. */
    private List<BundleRevision> revisions(BundleRevision first) {
        List<BundleRevision> all = new ArrayList<>(List.of(first));
        Arrays.stream(context.getBundles())
                .map(each -> each.adapt(BundleRevision.class))
                .filter(Objects::nonNull)
                .filter(each -> !each.equals(first))
                .forEach(all::add);
        return all;
    }

    /** Whether it is the same thing in another version. */
    private static boolean sameName(BundleRequirement requirement, BundleCapability capability) {
        Object name = capability.getAttributes().get(capability.getNamespace());
        String filter = requirement.getDirectives().getOrDefault(Constants.FILTER_DIRECTIVE, "");
        return name != null && filter.contains("(" + capability.getNamespace() + "=" + name + ")");
    }
}
