package org.posthouse.it;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.frameworkStartLevel;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;
import static org.ops4j.pax.exam.CoreOptions.workingDirectory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ops4j.pax.exam.Option;
import org.posthouse.launcher.feature.BundleEntry;
import org.posthouse.launcher.feature.FeatureFolder;
import org.posthouse.testkit.Ports;

/** The framework as the launcher would start it: a feature with what it needs, a new home, loopback, ports of the system's choice. */
final class Booted {
    private static final Path BUILT = Path.of(System.getProperty("posthouse.root"), "features/target");

    private Booted() {}

    static Option[] with(String feature) throws IOException {
        List<Option> options = new ArrayList<>();
        for (BundleEntry entry : features().bundles(List.of(feature))) {
            String jar =
                    BUILT.resolve("bundles").resolve(entry.fileName()).toUri().toString();
            options.add(bundle(jar).startLevel(entry.startLevel()));
        }
        Path home = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "home");
        options.add(workingDirectory(home.resolve("framework").toString()));
        properties(feature, home)
                .forEach((name, value) -> options.add(frameworkProperty(name).value(value)));
        options.add(frameworkStartLevel(100));
        options.add(junitBundles());
        options.add(systemProperty("pax.exam.osgi.unresolved.fail").value("true"));
        return options.toArray(new Option[0]);
    }

    static FeatureFolder features() throws IOException {
        return FeatureFolder.read(BUILT.resolve("features"));
    }

    private static Map<String, String> properties(String feature, Path home) throws IOException {
        for (String folder : List.of("etc", "plugins", "data", "log", "run", "cache")) {
            Files.createDirectories(home.resolve(folder));
        }
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("posthouse.home", home.toString());
        properties.put("posthouse.features", feature);
        properties.put("posthouse.features.dir", BUILT.resolve("features").toString());
        properties.put("posthouse.version", System.getProperty("posthouse.version"));
        int offset = Ports.offset();
        properties.put("posthouse.port.offset", Integer.toString(offset));
        properties.put("org.osgi.service.http.port", Integer.toString(8080 + offset));
        properties.put("org.apache.felix.http.host", "127.0.0.1");
        properties.put("felix.webconsole.security.providers", "posthouse");
        properties.put("posthouse.bind", "127.0.0.1");
        properties.put("posthouse.demo", "true");
        properties.put("posthouse.host", "localhost");
        properties.put("posthouse.safe", "false");
        properties.put("org.osgi.framework.bsnversion", "multiple");
        properties.put("felix.cm.pm", "posthouse");
        properties.put("org.ops4j.pax.logging.DefaultServiceLog.level", "WARN");
        return properties;
    }
}
