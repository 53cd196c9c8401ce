package org.posthouse.core.plugins.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.posthouse.api.plugin.Reason;

/** Packages that are there more than once, so that two parts of a bundle would see different ones: uses constraints, OSGi Core 8 §3.7.6. */
final class Conflict {
    private static final Pattern PACKAGE = Pattern.compile("(?:package '|exports package ')([^']+)'");
    /** A revision as Felix names it, by the bundle's id. */
    private static final Pattern REVISION = Pattern.compile("\\[([0-9]+)\\]\\(R [0-9.]+\\)");

    private Conflict() {}

    /** Empty if the resolver complains of something else. */
    static Optional<Lack> of(BundleException refused, BundleContext context) {
        String text = String.valueOf(refused.getMessage());
        Matcher named = PACKAGE.matcher(text);
        if (!text.contains("Uses constraint violation") || !named.find()) {
            return Optional.empty();
        }
        String name = named.group(1);
        String sentence = text.lines().findFirst().orElse("");
        List<String> near = new ArrayList<>();
        Matcher revisions = REVISION.matcher(sentence.substring(sentence.indexOf("Uses constraint violation")));
        while (revisions.find()) {
            Optional.ofNullable(context.getBundle(Long.parseLong(revisions.group(1))))
                    .flatMap(each -> export(each, name))
                    .filter(each -> !near.contains(each))
                    .ifPresent(near::add);
        }
        return Optional.of(new Lack(
                Reason.Kind.CONFLICT,
                "",
                "",
                name,
                "",
                near,
                "would see two versions of the package " + name
                        + (near.isEmpty() ? "" : ": " + String.join(" and ", near))
                        + ", by way of the bundles it uses (uses constraint)",
                "take bundles that are built with the same version of " + name + ", or build what uses it into the jar",
                Optional.empty()));
    }

    private static Optional<String> export(Bundle bundle, String name) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision == null
                ? Optional.empty()
                : revision.getDeclaredCapabilities(PackageNamespace.PACKAGE_NAMESPACE).stream()
                        .filter(each -> name.equals(each.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)))
                        .map((BundleCapability each) -> Requirements.title(each))
                        .findFirst();
    }
}
