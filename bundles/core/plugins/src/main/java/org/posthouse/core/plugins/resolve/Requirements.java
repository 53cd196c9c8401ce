package org.posthouse.core.plugins.resolve;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.posthouse.api.plugin.Reason;
import org.posthouse.api.plugin.Reason.Kind;

/** Requirements and capabilities, OSGi Core 8 §3.3, as they are told to an administrator. */
final class Requirements {
    private static final String OURS = "org.posthouse.";
    private static final Pattern LEAST = Pattern.compile("\\((?:bundle-)?version>=([^)]*)\\)");
    private static final Pattern BELOW = Pattern.compile("\\(!\\((?:bundle-)?version>=([^)]*)\\)\\)");
    private static final Pattern EXACT = Pattern.compile("\\((?:bundle-)?version=([^)]*)\\)");

    private Requirements() {}

    /** What nobody has, or not as it is wanted. */
    static Lack lack(BundleRequirement requirement, List<BundleCapability> alike, String posthouse) {
        String namespace = requirement.getNamespace();
        String filter = requirement.getDirectives().getOrDefault("filter", "");
        Kind kind = kind(namespace, filter);
        String needs = kind == Kind.JAVA ? "Java" : name(namespace, filter);
        String wanted = range(filter);
        List<String> near = alike.stream().map(Requirements::title).distinct().toList();
        if (kind == Kind.JAVA) {
            int running = Runtime.version().feature();
            return new Lack(
                    kind,
                    namespace,
                    filter,
                    needs,
                    wanted,
                    List.of(Integer.toString(running)),
                    "needs Java " + wanted + ", and this is Java " + running,
                    "run the server with Java " + wanted + ", or take a version that is built for Java " + running,
                    Optional.empty());
        }
        String end = near.isEmpty() ? ", which no bundle here has" : ", but here is " + String.join(" and ", near);
        return new Lack(
                kind,
                namespace,
                filter,
                needs,
                wanted,
                near,
                words(kind, needs, wanted) + end,
                remedy(kind, needs, near, posthouse),
                Optional.empty());
    }

    /** {@code needs the package org.example.hay [1.0,2.0)}. */
    static String words(Reason.Kind kind, String needs, String wanted) {
        String thing =
                switch (kind) {
                    case PACKAGE -> "the package ";
                    case BUNDLE -> "the bundle ";
                    case JAVA -> "";
                    default -> "the capability ";
                };
        return "needs " + thing + needs + (wanted.isEmpty() ? "" : " " + wanted);
    }

    private static String remedy(Kind kind, String needs, List<String> near, String posthouse) {
        if (needs.startsWith(OURS)) {
            return "take a version of the plug-in that is built for Posthouse " + posthouse
                    + (near.isEmpty() ? "" : ", or upgrade Posthouse");
        }
        return switch (kind) {
            case PACKAGE ->
                near.isEmpty()
                        ? "put a bundle that exports it into plugins/, or build it into the jar"
                        : "put a bundle that exports it in that version into plugins/, or build it into the jar";
            case BUNDLE -> "put that bundle into plugins/";
            default -> "put a bundle that provides it into plugins/";
        };
    }

    private static Kind kind(String namespace, String filter) {
        return switch (namespace) {
            case PackageNamespace.PACKAGE_NAMESPACE -> Kind.PACKAGE;
            case BundleNamespace.BUNDLE_NAMESPACE, HostNamespace.HOST_NAMESPACE -> Kind.BUNDLE;
            case ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE ->
                filter.contains("=JavaSE)") ? Kind.JAVA : Kind.CAPABILITY;
            default -> Kind.CAPABILITY;
        };
    }

    /** The value of the namespace's own attribute; for capabilities that go by other names, all that is asked for. */
    private static String name(String namespace, String filter) {
        Matcher own = Pattern.compile("\\(" + Pattern.quote(namespace) + "=([^)]*)\\)")
                .matcher(filter);
        boolean found = own.find();
        boolean speaks = namespace.startsWith("osgi.wiring.");
        if (found) {
            return speaks ? own.group(1) : namespace + "=" + own.group(1);
        }
        return filter.isEmpty() ? namespace : namespace + filter;
    }

    /** As it is written in a manifest; one version alone where nothing else would do. */
    static String range(String filter) {
        String above = BELOW.matcher(filter).replaceAll("");
        Matcher least = LEAST.matcher(above);
        Matcher below = BELOW.matcher(filter);
        boolean hasLeast = least.find();
        boolean hasBelow = below.find();
        if (hasLeast && hasBelow) {
            return "[" + brief(least.group(1)) + "," + brief(below.group(1)) + ")";
        }
        if (hasLeast) {
            return brief(least.group(1)).equals("0") ? "" : brief(least.group(1)) + " or higher";
        }
        Matcher exact = EXACT.matcher(above);
        return exact.find() ? brief(exact.group(1)) : "";
    }

    /** Without what is zero at its end. */
    private static String brief(String version) {
        return version.replaceFirst("(\\.0)+$", "");
    }

    /** A capability with its version and owner: {@code 0.1.0 of org.posthouse.spi}. */
    static String title(BundleCapability capability) {
        Object version = capability.getAttributes().get("version");
        Object other = capability.getAttributes().get("bundle-version");
        String number = version instanceof Version || version instanceof List<?>
                ? String.valueOf(version)
                : other instanceof Version ? other.toString() : "one without version";
        return number + " of " + capability.getRevision().getSymbolicName();
    }
}
