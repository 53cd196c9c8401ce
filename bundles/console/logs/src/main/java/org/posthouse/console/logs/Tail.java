package org.posthouse.console.logs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The end of a log that is being written: what stands there last, and what has come since. Reads in pieces and keeps little. */
final class Tail {
    private static final int PIECE = 256 * 1024;
    /** Of what came since; of more the newest is shown. */
    private static final int NEWS = 1 << 20;
    /** Lines of one entry: of a stack trace the rest is in the file. */
    private static final int LINES = 40;

    private final Path file;
    private final Wanted wanted;

    Tail(Path file, Wanted wanted) {
        this.file = file;
        this.wanted = wanted;
    }

    /**
     * Entries in their order.
     *
     * @param cursor where to go on
     * @param octets how many octets of the log were looked at
     * @param whole whether nothing was left out that could be wanted
     */
    record Part(List<Line> lines, Cursor cursor, long octets, boolean whole) {
        static final Part NONE = new Part(List.of(), Cursor.NONE, 0, true);
    }

    /** The last entries that are wanted. */
    Part last(int most, BooleanSupplier late) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long end = afterLastLine(channel, channel.size());
            Deque<Line> found = new ArrayDeque<>();
            Deque<String> entry = new ArrayDeque<>();
            // Octets of a line whose begin is in the piece before.
            byte[] rest = {};
            long at = end;
            while (at > 0 && found.size() < most && (at == end || !late.getAsBoolean())) {
                int length = (int) Math.min(PIECE, at);
                byte[] piece = join(read(channel, at - length, length), rest);
                at -= length;
                rest = backwards(piece, at == 0, entry, found);
                if (rest.length > NEWS) {
                    rest = new byte[0];
                }
            }
            boolean whole = at == 0;
            while (found.size() > most) {
                found.removeFirst();
            }
            return new Part(List.copyOf(found), new Cursor(key(), end), end - at, whole);
        } catch (NoSuchFileException e) {
            return Part.NONE;
        }
    }

    /** Takes the lines of a piece from its end; gives back the octets before the first whole one. */
    private byte[] backwards(byte[] piece, boolean first, Deque<String> entry, Deque<Line> found) {
        int end = piece.length;
        for (int i = piece.length - 2; i >= -1; i--) {
            if (i >= 0 && piece[i] != '\n') {
                continue;
            }
            if (i < 0 && !first) {
                break;
            }
            String line = new String(piece, i + 1, Math.max(0, end - i - 2), StandardCharsets.UTF_8);
            end = i + 1;
            entry.addFirst(line);
            if (entry.size() > LINES && !Line.begins(line)) {
                entry.removeLast();
            }
            if (Line.begins(line) || (i < 0 && first)) {
                take(entry, found);
            }
        }
        byte[] rest = new byte[Math.max(0, end)];
        System.arraycopy(piece, 0, rest, 0, rest.length);
        return rest;
    }

    private void take(Deque<String> entry, Deque<Line> found) {
        wanted(entry).ifPresent(found::addFirst);
    }

    /** What has come since; the newest of it if that is much. */
    Part since(Cursor cursor, int most) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            String key = key();
            // Another file has taken the name, at midnight or when this one was full: it is read from its begin.
            long from = key.equals(cursor.file()) && cursor.at() <= channel.size() ? cursor.at() : 0;
            long end = afterLastLine(channel, channel.size());
            long begin = Math.max(from, end - NEWS);
            List<Line> lines = new ArrayList<>();
            if (end > begin) {
                String text = new String(read(channel, begin, (int) (end - begin)), StandardCharsets.UTF_8);
                entries(text, lines);
            }
            int left = Math.max(0, lines.size() - most);
            return new Part(
                    List.copyOf(lines.subList(left, lines.size())),
                    new Cursor(key, Math.max(end, from)),
                    end - begin,
                    begin == from && left == 0);
        } catch (NoSuchFileException e) {
            return Part.NONE;
        }
    }

    private void entries(String text, List<Line> lines) {
        List<String> entry = new ArrayList<>();
        for (String line : text.split("\n")) {
            if (Line.begins(line) && !entry.isEmpty()) {
                add(entry, lines);
            }
            if (entry.size() < LINES) {
                entry.add(line);
            }
        }
        add(entry, lines);
    }

    private void add(List<String> entry, List<Line> lines) {
        wanted(entry).ifPresent(lines::add);
    }

    /** The entry of these lines, if it is wanted; none are left. */
    private Optional<Line> wanted(Collection<String> entry) {
        String text = entry.size() == 1 ? entry.iterator().next() : String.join("\n", entry);
        entry.clear();
        return wanted.mayBe(text) ? Optional.of(Line.of(wanted.log(), text)).filter(wanted) : Optional.empty();
    }

    /** Where the last whole line ends: one may be half written. */
    private static long afterLastLine(FileChannel channel, long size) throws IOException {
        long at = size;
        while (at > 0) {
            int length = (int) Math.min(PIECE, at);
            byte[] piece = read(channel, at - length, length);
            for (int i = length - 1; i >= 0; i--) {
                if (piece[i] == '\n') {
                    return at - length + i + 1;
                }
            }
            at -= length;
        }
        return 0;
    }

    private static byte[] read(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(length);
        while (piece.hasRemaining()) {
            if (channel.read(piece, from + piece.position()) < 0) {
                throw new IOException("the log has become shorter");
            }
        }
        return piece.array();
    }

    private static byte[] join(byte[] one, byte[] other) {
        byte[] both = new byte[one.length + other.length];
        System.arraycopy(one, 0, both, 0, one.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private String key() throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return key == null ? "" : Integer.toHexString(key.hashCode());
    }
}
