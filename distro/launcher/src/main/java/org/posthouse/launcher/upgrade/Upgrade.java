package org.posthouse.launcher.upgrade;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.posthouse.launcher.feature.FeatureException;
import org.posthouse.launcher.feature.FeatureFolder;

/**
 * The release of this distribution comes to a home. Until it is committed the home stays at the level it had, so that the release before
 * starts on it again.
 */
public final class Upgrade {
    private final Path distribution;
    private final Path home;
    private final String release;
    private final String newest;
    private final State state;

    /** @param newest the level that this release writes when nobody holds it back; the only one there is so far */
    public Upgrade(Path distribution, Path home, String release, String newest) {
        this.distribution = distribution;
        this.home = home;
        this.release = release;
        this.newest = newest;
        this.state = new State(home);
    }

    /** Looks, and changes nothing. Fails, with a message for the administrator, where there is no home that this release understands. */
    public Finding check() throws IOException {
        String level =
                state.level().orElseThrow(() -> new IOException(home + " is no home of a server; --home names one"));
        if (!level.equals(newest)) {
            throw new IOException(home + " has level " + level + ", and release " + release + " understands " + newest
                    + ": use the release that wrote it, or a later one");
        }
        List<Path> bundles = bundles();
        List<Path> jars = jars();
        Descriptions descriptions = new Descriptions();
        bundles.forEach(descriptions::add);
        jars.forEach(descriptions::add);
        List<String> problems = new ArrayList<>();
        PlugInTrial.of(bundles, jars).stream()
                .filter(each -> !each.against().isEmpty())
                .forEach(each -> problems.add("plugins/" + each.jar() + ": " + each.against()));
        return new Finding(
                level,
                state.served(),
                state.from(),
                release,
                jars.size(),
                problems,
                Settings.unknown(home.resolve("etc"), descriptions));
    }

    /** Whether the server that runs out of this distribution is made of the very files that are there. */
    public boolean unchanged() throws IOException {
        return state.running().equals(Optional.of(ReleaseFiles.facts(distribution)));
    }

    /** Makes the way back: what the home would lose is kept. Changes nothing else, for this release changes nothing in a home. */
    public void apply() throws IOException {
        state.keep();
    }

    /** Gives up the way back. Fails, with a message for the administrator, where there is nothing to be given up. */
    public void commit() throws IOException {
        if (state.from().isEmpty()) {
            throw new IOException("no upgrade is under way; 'posthouse upgrade apply' begins one");
        }
        Optional<String> served = state.served();
        if (!served.equals(Optional.of(release))) {
            throw new IOException(
                    "release " + release + " has not served this home yet, so the way back is kept; start it first");
        }
        state.forget();
    }

    private List<Path> bundles() throws IOException {
        Properties properties = new Properties();
        Path file = home.resolve("etc/framework.properties");
        if (Files.isRegularFile(file)) {
            try (Reader in = Files.newBufferedReader(file)) {
                properties.load(in);
            }
        }
        String chosen = properties.getProperty("posthouse.features", "default").replaceAll("\\s+", "");
        try {
            return FeatureFolder.read(distribution.resolve("features")).bundles(List.of(chosen.split(","))).stream()
                    .map(each -> distribution.resolve("bundles").resolve(each.fileName()))
                    .toList();
        } catch (FeatureException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private List<Path> jars() throws IOException {
        Path plugIns = home.resolve("plugins");
        if (!Files.isDirectory(plugIns)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(plugIns)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    /**
     * How a home stands to a release.
     *
     * @param served which release served it last
     * @param from from which release an upgrade is under way
     * @param jars how many there are in {@code plugins/}
     * @param problems what would not go on as before
     * @param unknown settings that are of no use any more
     */
    public record Finding(
            String level,
            Optional<String> served,
            Optional<String> from,
            String release,
            int jars,
            List<String> problems,
            List<String> unknown) {
        public Finding {
            problems = List.copyOf(problems);
            unknown = List.copyOf(unknown);
        }
    }
}
