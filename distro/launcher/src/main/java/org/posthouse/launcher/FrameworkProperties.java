package org.posthouse.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.osgi.framework.Constants;

/** What the framework and the bundles are told: defaults, then {@code etc/framework.properties}, then the command line. */
final class FrameworkProperties {
    /** Names of features, separated by commas. */
    static final String FEATURES = "posthouse.features";

    private static final int CONSOLE_PORT = 8080;

    private FrameworkProperties() {}

    /** The names of the chosen features. */
    static List<String> features(Map<String, String> properties) {
        return List.of(properties.get(FEATURES).split(","));
    }

    /** For commands without a server: no demonstration, no plugins/, and nobody waits for what only a server has. */
    static Map<String, String> offline(Path distribution, Home home) throws IOException {
        Map<String, String> properties = of(Options.parse(List.of("--safe")), distribution, home);
        properties.put("posthouse.offline", "true");
        // Errors only: that events about the command's own end reach nobody any more is none.
        properties.put("org.apache.felix.eventadmin.LogLevel", "1");
        return properties;
    }

    static Map<String, String> of(Options options, Path distribution, Home home) throws IOException {
        Map<String, String> properties = new HashMap<>();
        properties.put(FEATURES, "default");
        properties.put("felix.log.level", "1");
        // Its default of ten threads is for event storms.
        properties.put("org.apache.felix.eventadmin.ThreadPoolSize", "2");
        // Threads of its own would live on for a minute after the framework.
        properties.put("felix.resolver.parallelism", "1");
        // Nobody listens to lines of the log as events.
        properties.put("org.ops4j.pax.logging.eventAdminEnabled", "false");
        // Nor by the log service of OSGi, whose adapter would make an event of each all the same.
        properties.put("org.ops4j.pax.logging.logReaderEnabled", "false");
        // Until the logging configuration is read.
        properties.put("org.ops4j.pax.logging.DefaultServiceLog.level", "WARN");
        properties.put(
                "org.ops4j.pax.logging.StaticLogbackFile",
                logbackFile(distribution, home).toString());
        console(properties, options);
        readFile(home.resolve("etc/framework.properties"))
                .forEach((k, v) -> properties.put((String) k, ((String) v).strip()));
        properties.put(FEATURES, properties.get(FEATURES).replaceAll("\\s+", ""));
        properties.put("posthouse.home", home.path().toString());
        properties.put(
                "posthouse.features.dir", distribution.resolve("features").toString());
        properties.put("posthouse.version", Release.version());
        properties.put("posthouse.port.offset", Integer.toString(options.portOffset()));
        options.bind().ifPresent(address -> properties.put("posthouse.bind", address));
        properties.put("posthouse.demo", Boolean.toString(options.demo()));
        // A demo says the same everywhere.
        properties.put("posthouse.host", options.demo() ? MachineName.LOCALHOST : MachineName.find());
        properties.put("posthouse.safe", Boolean.toString(options.safe()));
        properties.put("posthouse.safe.reason", options.whySafe());
        properties.put(
                Constants.FRAMEWORK_STORAGE, home.resolve("cache/framework").toString());
        // What runs is said by the distribution and the home, never by what was installed last time.
        properties.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        properties.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, "1");
        // Config Admin waits for the persistence of core.config, which keeps etc/.
        properties.put("felix.cm.pm", "posthouse");
        // A plug-in is swapped side by side: the same name, and for an undo the same version, twice.
        properties.put(Constants.FRAMEWORK_BSNVERSION, Constants.FRAMEWORK_BSNVERSION_MULTIPLE);
        // The logging configuration names its files by these.
        System.setProperty("posthouse.home", home.path().toString());
        return properties;
    }

    /** What the HTTP server has to know before its configuration comes: without it, it would open 8080 to everybody for a moment. */
    private static void console(Map<String, String> properties, Options options) {
        properties.put("org.osgi.service.http.port", Integer.toString(CONSOLE_PORT + options.portOffset()));
        properties.put(
                "org.apache.felix.http.host",
                options.onLoopback() ? options.bind().orElseThrow() : "127.0.0.1");
        properties.put("org.apache.felix.http.jetty.threadpool.max", "16");
        // Milliseconds of silence after which a connection is closed.
        properties.put("org.apache.felix.http.timeout", "10000");
        properties.put("org.apache.felix.http.jetty.acceptors", "1");
        properties.put("org.apache.felix.http.jetty.selectors", "1");
        // Felix's pages wait for our login; its own name and password are good for nothing then.
        properties.put("felix.webconsole.security.providers", "posthouse");
    }

    private static Path logbackFile(Path distribution, Home home) {
        Path own = home.resolve("etc/logback.xml");
        return Files.isRegularFile(own) ? own : distribution.resolve("etc/logback.xml");
    }

    private static Properties readFile(Path file) throws IOException {
        Properties properties = new Properties();
        if (Files.isRegularFile(file)) {
            try (Reader in = Files.newBufferedReader(file)) {
                properties.load(in);
            }
        }
        return properties;
    }
}
