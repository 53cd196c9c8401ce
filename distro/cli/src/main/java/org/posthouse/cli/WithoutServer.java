package org.posthouse.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.posthouse.launcher.OfflineHouse;
import org.posthouse.launcher.feature.BundleEntry;
import org.posthouse.launcher.feature.FeatureException;
import org.posthouse.launcher.feature.FeatureFolder;

/**
 * A command while no server runs. The commands themselves are code of a bundle: it is loaded here as it is, to explain them and to judge
 * the words given, and for the few that need no server it is started in a framework with what they ask.
 */
final class WithoutServer {
    private static final String COMMANDS = "org.posthouse.console.shell";
    /** What it does with settings without a change, and without asking anybody what he says of them. */
    private static final Set<String> LOOKS = Set.of("list", "show", "history");
    /** Of that bundle: it can be done, in a framework. */
    private static final int OFFLINE = -1;

    private final Path distribution;
    private final Path home;

    WithoutServer(Path distribution, Path home) {
        this.distribution = distribution;
        this.home = home;
    }

    /** The exit status. */
    int run(List<String> words) throws IOException {
        int status = judge(words);
        if (status != OFFLINE) {
            return status;
        }
        if (words.get(0).equals("setup")) {
            Files.createDirectories(home);
        }
        try (OfflineHouse house = OfflineHouse.open(distribution, home, name(words), feature(words))) {
            return new Conversation(house.socket())
                    .run(words)
                    .orElseThrow(() -> new IOException("nobody takes the command; log/posthouse.log may say why"));
        }
    }

    /** Of the command, without what it is given. */
    static String name(List<String> words) {
        return words.size() > 1 && words.get(1).matches("[a-z]{2,20}")
                ? words.get(0) + " " + words.get(1)
                : words.get(0);
    }

    /** The least that the command needs. */
    static String feature(List<String> words) {
        if (words.get(0).equals("config") && LOOKS.contains(words.get(1))) {
            return OfflineHouse.SETTINGS;
        }
        return words.get(0).equals("store") ? OfflineHouse.WITH_STORE : OfflineHouse.FEATURE;
    }

    private int judge(List<String> words) throws IOException {
        // The logging of the bundles is told to be silent before it is loaded: outside a framework it would print.
        System.setProperty("org.ops4j.pax.logging.DefaultServiceLog.level", "NONE");
        Request request = Request.of(words);
        Map<String, String> facts = Map.of(
                "home", home.toString(),
                "folder", Path.of("").toAbsolutePath().toString(),
                "columns", Integer.toString(request.columns()),
                "tty", Boolean.toString(request.terminal()));
        try (URLClassLoader bundles = new URLClassLoader(jars())) {
            return (int) bundles.loadClass(COMMANDS + ".Unserved")
                    .getMethod("run", List.class, Map.class, OutputStream.class, OutputStream.class)
                    .invoke(null, words, facts, System.out, System.err);
        } catch (InvocationTargetException e) {
            throw new IOException("the command failed: " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new IOException("bundles/ has no commands; unpack the distribution again", e);
        }
    }

    /** What the commands stand on, their own bundle first. */
    private URL[] jars() throws IOException {
        List<URL> jars = new ArrayList<>();
        try {
            for (BundleEntry entry :
                    FeatureFolder.read(distribution.resolve("features")).bundles(List.of(OfflineHouse.FEATURE))) {
                int at = entry.id().contains(":" + COMMANDS + ":") ? 0 : jars.size();
                jars.add(
                        at,
                        distribution
                                .resolve("bundles")
                                .resolve(entry.fileName())
                                .toUri()
                                .toURL());
            }
        } catch (FeatureException e) {
            throw new IOException(e.getMessage(), e);
        }
        return jars.toArray(URL[]::new);
    }
}
