package org.posthouse.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.osgi.framework.BundleException;
import org.posthouse.launcher.feature.FeatureException;

/**
 * What of a server a command needs where no server runs, in this process and for one command: configuration and accounts, and the
 * administration socket to give the command at. Nothing else listens and no mail flows. The home is held meanwhile, as by a server.
 */
public final class OfflineHouse implements AutoCloseable {
    /** What is started with what it stands on, beside the directories. */
    public static final String FEATURE = "offline";

    /** The same without accounts, and without a log: for who only looks at settings. */
    public static final String SETTINGS = "offline-settings";

    /** The same with the mail that is kept, and the stores. */
    public static final String WITH_STORE = "offline-store";

    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final Home home;
    private final Server server;

    private OfflineHouse(Home home, Server server) {
        this.home = home;
        this.server = server;
    }

    /**
     * Fails, with a message for the administrator, where there is no such folder, or a server holds it, or another command for a minute.
     *
     * @param order the command, as others are told of it who want the home meanwhile
     * @param feature {@link #FEATURE}, {@link #SETTINGS} or {@link #WITH_STORE}
     */
    public static OfflineHouse open(Path distribution, Path path, String order, String feature) throws IOException {
        if (!Files.isDirectory(path)) {
            throw new IOException("there is no folder " + path + "; make it, or name another one with --home");
        }
        try {
            Home home = Home.open(path, order);
            OfflineHouse house = new OfflineHouse(
                    home,
                    new Server(FrameworkProperties.offline(distribution, home), Bundles.read(distribution), feature));
            house.start();
            return house;
        } catch (RefusedException | FeatureException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void start() throws IOException {
        List<String> missing;
        try {
            missing = server.start();
        } catch (BundleException e) {
            missing = List.of(Laggards.reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            missing = List.of("interrupted");
        }
        if (!missing.isEmpty()) {
            close();
            throw new IOException("cannot do it without a server: " + String.join("; ", missing));
        }
    }

    /** Where it takes commands. */
    public Path socket() {
        return home.resolve("run/admin.sock");
    }

    @Override
    public void close() throws IOException {
        // Otherwise it is the end of the process that lets the next one in.
        if (server.stop(STOP_LIMIT)) {
            home.close();
        }
    }
}
