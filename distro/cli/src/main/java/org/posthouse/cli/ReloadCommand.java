package org.posthouse.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.posthouse.launcher.Reloaded;
import org.posthouse.launcher.Reloading;

/** Has the server make all its bundles anew, and waits until they serve: the server's own commands go down meanwhile. */
final class ReloadCommand {
    /** Mails under way have 10 s, a start 30 s, and the way back as long again; on a busy machine more. */
    private static final int LIMIT_SECONDS = 180;

    private static final long LOOK_MILLIS = 50;

    private final Path home;

    ReloadCommand(Path home) {
        this.home = home;
    }

    /** The exit status; empty if no server answers. */
    Optional<Integer> run(List<String> words) throws IOException, InterruptedException {
        Optional<Reloaded> before = Reloaded.last(home);
        // Not waited for: what would have been done by then is somebody else's reload.
        Optional<Integer> begun = new AdminSocket(home, Duration.ZERO).run(words);
        if (begun.isEmpty() || begun.get() != 0) {
            return begun;
        }
        Waiting waiting = Waiting.begin(this::far);
        Reloaded done;
        try {
            done = await(before);
        } finally {
            waiting.end();
        }
        if (!done.done()) {
            throw new IOException(String.join("; ", done.lines()));
        }
        System.out.println(words.contains(Main.JSON) ? json(done) : text(done));
        return begun;
    }

    private String far() {
        try {
            return Reloading.last(home).orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    private Reloaded await(Optional<Reloaded> before) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (System.nanoTime() < end) {
            boolean lives = new PidFile(home).server().isPresent();
            Optional<Reloaded> now = Reloaded.last(home);
            if (now.isPresent() && !now.equals(before)) {
                return now.get();
            }
            if (!lives) {
                throw new IOException("the server has ended; see what it said on standard error, or log/start.log");
            }
            Thread.sleep(LOOK_MILLIS);
        }
        throw new IOException("the server has not come back within " + LIMIT_SECONDS + " s; see log/posthouse.log");
    }

    private static String text(Reloaded done) {
        return String.format(
                Locale.ROOT,
                "Everything was made anew in %.1f s: %s",
                done.millis() / 1000.0,
                String.join(", ", done.lines()));
    }

    private static String json(Reloaded done) {
        return done.lines().stream()
                .map(address -> "\"" + address + "\"")
                .collect(Collectors.joining(
                        ",", "{\"state\":\"up\",\"startMillis\":" + done.millis() + ",\"addresses\":[", "]}"));
    }
}
