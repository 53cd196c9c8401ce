package org.posthouse.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a start spends its time with, as its log tells.
 *
 * @param framework until the first bundle says something
 * @param queue the spool is read, of so many mails
 * @param store it is open
 * @param whole until it is ready
 * @param load how many wanted a processor meanwhile
 */
record StartPhases(Duration framework, Duration queue, int mails, Duration store, Duration whole, String load) {
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
    private static final Pattern READ = Pattern.compile("(\\d+) mails wait, read within (\\d+) ms");
    private static final Pattern OPEN = Pattern.compile("the store is open after (\\d+) ms");

    /** Of this server, which is started. */
    static StartPhases of(Server server) throws Exception {
        Instant wall = Instant.now();
        long begin = System.nanoTime();
        server.start();
        Duration whole = Duration.ofNanos(System.nanoTime() - begin);
        await().until(() -> said(server, wall).stream().anyMatch(OPEN.asPredicate()));
        List<String> lines = said(server, wall);
        return new StartPhases(
                Duration.between(wall, time(lines.get(0)).orElseThrow()),
                Duration.ofMillis(figure(READ, 2, lines)),
                (int) figure(READ, 1, lines),
                Duration.ofMillis(figure(OPEN, 1, lines)),
                whole,
                Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
    }

    private static List<String> said(Server server, Instant since) throws IOException {
        return Files.readAllLines(server.home().resolve("log/posthouse.log")).stream()
                .filter(line -> time(line).filter(since::isBefore).isPresent())
                .toList();
    }

    /** Empty for the further lines of an entry. */
    private static Optional<Instant> time(String line) {
        Matcher time = TIME.matcher(line);
        return time.lookingAt() ? Optional.of(Instant.parse(time.group())) : Optional.empty();
    }

    private static long figure(Pattern pattern, int group, List<String> lines) throws IOException {
        for (String line : lines) {
            Matcher found = pattern.matcher(line);
            if (found.find()) {
                return Long.parseLong(found.group(group));
            }
        }
        throw new IOException("nothing said of " + pattern);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d ms: framework %d, spool with %d mails %d, database of the store %d; load %s",
                whole.toMillis(),
                framework.toMillis(),
                mails,
                queue.toMillis(),
                store.toMillis(),
                load);
    }
}
