package org.posthouse.launcher.upgrade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.FrameworkWiring;

/** Whether jars resolve among the bundles of a release, in a framework of their own in which nothing is started. */
final class PlugInTrial {
    private static final Pattern PACKAGE =
            Pattern.compile("missing requirement .*?osgi\\.wiring\\.package=([\\w.]+)\\)(.*)", Pattern.DOTALL);
    private static final Pattern VERSION = Pattern.compile("version>=([\\w.]+)\\)(?:.*?version>=([\\w.]+)\\))?");
    private static final long LIMIT_MILLIS = 10_000;

    private PlugInTrial() {}

    /** Of each of these jars what speaks against it; empty if nothing does. */
    static List<Result> of(List<Path> bundles, List<Path> jars) throws IOException {
        if (jars.isEmpty()) {
            return List.of();
        }
        Path storage = Files.createTempDirectory("posthouse-upgrade");
        Framework framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        storage.toString(),
                        Constants.FRAMEWORK_BSNVERSION,
                        Constants.FRAMEWORK_BSNVERSION_MULTIPLE,
                        "felix.resolver.parallelism",
                        "1",
                        "felix.log.level",
                        "0"));
        try {
            framework.start();
            for (Path bundle : bundles) {
                framework.getBundleContext().installBundle("reference:" + bundle.toUri());
            }
            List<Result> results = new ArrayList<>();
            for (Path jar : jars) {
                results.add(new Result(jar.getFileName().toString(), against(framework, jar)));
            }
            return results;
        } catch (BundleException e) {
            throw new IOException("the bundles of this release are not whole: " + e.getMessage(), e);
        } finally {
            end(framework);
            remove(storage);
        }
    }

    /** A jar in {@code plugins/}, and why it would not run with this release. */
    record Result(String jar, String against) {}

    private static String against(Framework framework, Path jar) {
        try {
            Bundle bundle = framework.getBundleContext().installBundle("reference:" + jar.toUri());
            if (framework.adapt(FrameworkWiring.class).resolveBundles(List.of(bundle))) {
                return "";
            }
            return unresolved(bundle);
        } catch (BundleException e) {
            return "it is no bundle: " + e.getMessage();
        }
    }

    /** Whoever starts it is told why it cannot be; so nothing starts. */
    private static String unresolved(Bundle bundle) {
        try {
            bundle.start(Bundle.START_TRANSIENT);
            return "";
        } catch (BundleException e) {
            return reason(String.valueOf(e.getMessage()));
        }
    }

    /** In an administrator's words where it is what it mostly is. */
    static String reason(String message) {
        Matcher missing = PACKAGE.matcher(message);
        if (!missing.find()) {
            return "it does not resolve: " + message;
        }
        Matcher versions = VERSION.matcher(missing.group(2));
        if (!versions.find()) {
            return "it needs the package " + missing.group(1) + ", which this release does not have";
        }
        String below = versions.group(2) == null ? " or later" : " or later, below " + versions.group(2);
        return "it needs the package " + missing.group(1) + " in version " + versions.group(1) + below
                + ", which this release does not have";
    }

    private static void end(Framework framework) {
        try {
            framework.stop();
            framework.waitForStop(LIMIT_MILLIS);
        } catch (BundleException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
