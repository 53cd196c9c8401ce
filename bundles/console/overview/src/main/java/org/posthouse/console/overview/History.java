package org.posthouse.console.overview;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The samples of the last day, and no more. Each is appended to a file, from which the next version, or the next server, goes on. Several
 * of one minute are one. What cannot be written is kept in memory all the same.
 */
final class History {
    static final Duration DAY = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(History.class);
    private static final int MOST_LINES = 3 * 1440;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Path file;
    /** By their minute. */
    private final NavigableMap<Long, Sample> samples = new TreeMap<>();

    private int lines;

    History(Path file, Instant now) {
        this.file = file;
        read(now);
    }

    private void read(Instant now) {
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                lines++;
                Sample.of(line).filter(each -> !each.end().isAfter(now)).ifPresent(this::keep);
            }
        } catch (NoSuchFileException e) {
            LOG.debug("no history yet");
        } catch (IOException e) {
            LOG.warn("the history of the overview cannot be read and begins anew: {}", e.getMessage());
        }
    }

    private void keep(Sample sample) {
        samples.merge(minute(sample.end()), sample, Sample::and);
        samples.headMap(minute(sample.end().minus(DAY)), true).clear();
    }

    /** One that ended with the first second of a minute tells of the minute before. */
    private static long minute(Instant end) {
        return end.minus(SECOND).getEpochSecond() / MINUTE.toSeconds();
    }

    synchronized void add(Sample sample) {
        keep(sample);
        try {
            Files.createDirectories(file.getParent());
            if (lines >= MOST_LINES) {
                rewrite();
            } else {
                append(List.of(sample), file, StandardOpenOption.APPEND);
                lines++;
            }
        } catch (IOException e) {
            LOG.debug("a minute of the overview is kept in memory only: {}", e.getMessage());
        }
    }

    private void rewrite() throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        append(samples.values(), next, StandardOpenOption.TRUNCATE_EXISTING);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        lines = samples.size();
    }

    private static void append(Collection<Sample> some, Path to, StandardOpenOption how) throws IOException {
        StringBuilder text = new StringBuilder();
        some.forEach(each -> text.append(each.line()).append('\n'));
        Files.writeString(to, text, StandardCharsets.ISO_8859_1, StandardOpenOption.CREATE, how);
    }

    /**
     * The time up to now in parts of this length, oldest first; each the samples that ended in it, none where nobody took any.
     *
     * @param length whole minutes
     */
    synchronized List<List<Sample>> parts(Instant now, int count, Duration length) {
        long minutes = length.toMinutes();
        long end = minute(now) + 1;
        List<List<Sample>> parts = new ArrayList<>();
        for (long begin = end - count * minutes; begin < end; begin += minutes) {
            parts.add(List.copyOf(samples.subMap(begin, begin + minutes).values()));
        }
        return parts;
    }
}
