package org.posthouse.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * How many starts in a row have failed, in a file of two lines: the number, and what became of the last. A start counts as failed from its
 * beginning until something better is known of it, so that one which ends the process counts too.
 */
final class Starts {
    /** After so many the next one leaves plugins/ alone. */
    static final int MOST = 3;

    private static final String DIED = "the process ended while it started";

    private final Path file;
    private final int failed;
    private final String last;

    private Starts(Path file, int failed, String last) {
        this.file = file;
        this.failed = failed;
        this.last = last;
    }

    /** Of a home, which is held. What cannot be understood counts nothing. */
    static Starts of(Path home) {
        Path file = home.resolve("run/starts");
        List<String> lines = lines(file);
        boolean known = !lines.isEmpty() && lines.get(0).matches("[0-9]");
        return new Starts(
                file, known ? Integer.parseInt(lines.get(0)) : 0, known && lines.size() > 1 ? lines.get(1) : DIED);
    }

    /** Why this one should be safe, in words; empty if it need not be. */
    String whySafe() {
        return failed < MOST
                ? ""
                : "the last " + failed + " starts failed, the last one because " + last + "; plugins/ is left alone";
    }

    /** It begins. */
    void begin() {
        write(Math.min(MOST, failed + 1), DIED);
    }

    /** It has failed, for a reason that may be one of a plug-in's. */
    void fail(String reason) {
        write(Math.min(MOST, failed + 1), reason.replace('\n', ' '));
    }

    /** It came to an end for which nobody inside is to blame. */
    void forget() {
        if (failed == 0) {
            remove();
        } else {
            write(failed, last);
        }
    }

    /** It serves. After a safe start the next one is an ordinary one, but has no other chance behind it. */
    void succeed(boolean safe) {
        if (safe && failed > 0) {
            write(Math.min(failed, MOST - 1), last);
        } else {
            remove();
        }
    }

    /** Without it the next starts are ordinary ones: a full disk keeps no server from starting. */
    private void write(int count, String reason) {
        try (FileChannel out = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            out.write(ByteBuffer.wrap((count + "\n" + reason + "\n").getBytes(StandardCharsets.UTF_8)));
            out.force(true);
        } catch (IOException e) {
            StandardError.line("posthouse: this start cannot be counted: " + e);
        }
    }

    private void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            StandardError.line("posthouse: the starts before cannot be forgotten: " + e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
        } catch (IOException e) {
            StandardError.line("posthouse: the starts before are not known: " + e);
            return List.of();
        }
    }
}
