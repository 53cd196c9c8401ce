package org.posthouse.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;

/**
 * How far {@code posthouse reload --all} is, left in the home for who has asked, while it lasts: how many bundles serve again, of those
 * that served before. On the threads that start bundles; what cannot be noted is not told.
 */
public final class Reloading implements SynchronousBundleListener, AutoCloseable {
    private static final String FILE = "run/reloading";
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Path home;
    private final int before;
    private int now;
    private long noted;
    private boolean over;

    /** @param before how many served */
    Reloading(Path home, int before) {
        this.home = home;
        this.before = before;
        this.noted = System.nanoTime() - PAUSE.toNanos();
    }

    /** {@code 12 of 60 parts serve}; empty while nothing has begun to. */
    public static Optional<String> last(Path home) throws IOException {
        try {
            String text = Files.readString(home.resolve(FILE)).strip();
            return text.matches("[0-9]{1,6} of [0-9]{1,6}") ? Optional.of(text + " parts serve") : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public synchronized void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.STARTED) {
            now++;
            tell();
        } else if (event.getType() == BundleEvent.STOPPED) {
            now--;
        }
    }

    private void tell() {
        if (over || System.nanoTime() - noted < PAUSE.toNanos()) {
            return;
        }
        noted = System.nanoTime();
        try {
            Path fresh = home.resolve(FILE + ".new");
            Files.writeString(fresh, Math.min(now, before) + " of " + before + "\n", StandardCharsets.UTF_8);
            Files.move(fresh, home.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            over = true;
        }
    }

    @Override
    public synchronized void close() {
        over = true;
        try {
            Files.deleteIfExists(home.resolve(FILE));
        } catch (IOException e) {
            StandardError.line("posthouse: " + FILE + " cannot be removed: " + e);
        }
    }
}
