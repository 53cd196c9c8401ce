package org.posthouse.console.shell;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** What a log held before it began anew: files named by day and number, as {@code audit.2026-01-31.0.log.gz}. */
final class FormerLogs {
    private static final String PACKED = ".gz";
    private static final Pattern NAME = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})\\.(\\d{1,9})\\.log(\\.gz)?");
    private static final int PIECE = 64 * 1024;

    private FormerLogs() {}

    /** The newest first. */
    static List<Path> of(Path log) throws IOException {
        String name = name(log) + ".";
        record Former(String day, int number, Path file) {}
        List<Former> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(log.resolveSibling(""), name + "*")) {
            for (Path file : files) {
                Matcher parts = NAME.matcher(file.getFileName().toString().substring(name.length()));
                if (parts.matches()) {
                    found.add(new Former(parts.group(1), Integer.parseInt(parts.group(2)), file));
                }
            }
        } catch (NoSuchFileException e) {
            // Of a server that has never run.
            return List.of();
        }
        found.sort(
                Comparator.comparing(Former::day).thenComparing(Former::number).reversed());
        return found.stream().map(Former::file).toList();
    }

    /** All of its entries in their order. One that goes meanwhile, or is damaged, has told what it could. */
    static boolean read(Path former, String log, Consumer<LogEntry> reader) {
        LogEntries entries = new LogEntries(log);
        byte[] piece = new byte[PIECE];
        try (InputStream file = Files.newInputStream(former);
                InputStream octets = former.toString().endsWith(PACKED) ? new GZIPInputStream(file, PIECE) : file) {
            for (int read = octets.read(piece); read >= 0; read = octets.read(piece)) {
                entries.add(ByteBuffer.wrap(piece, 0, read), reader);
            }
            return true;
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            return false;
        } finally {
            entries.give(reader);
        }
    }

    /** The name of a log without {@code .log}. */
    static String name(Path log) {
        return log.getFileName().toString().replaceFirst("\\.log$", "");
    }
}
