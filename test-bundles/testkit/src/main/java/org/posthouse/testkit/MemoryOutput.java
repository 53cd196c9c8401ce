package org.posthouse.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.posthouse.api.mail.Content;
import org.posthouse.spi.protocol.Output;

/** What the server has said and the test has not read. */
final class MemoryOutput implements Output {
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private final Runnable bell;
    private int read;
    private boolean stalled;
    private long stalledAt;

    MemoryOutput(Runnable bell) {
        this.bell = bell;
    }

    @Override
    public Output line(String text) {
        if (text.chars().anyMatch(c -> c == '\r' || c == '\n')) {
            throw new AssertionError("a reply line has a line end in it: " + text);
        }
        octets.writeBytes((text + "\r\n").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    @Override
    public Output bytes(byte[] more) {
        octets.writeBytes(more);
        return this;
    }

    @Override
    public Output content(Content content, long offset, long count) {
        try (content) {
            long end = offset + count;
            for (long at = offset; at < end; ) {
                long moved = content.transferTo(at, end - at, new Into(octets));
                if (moved <= 0) {
                    throw new AssertionError("content ends at " + at + ", wanted up to " + end);
                }
                at += moved;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Nothing while the client reads; all since it stopped while it does not. */
    @Override
    public long pending() {
        return stalled ? octets.size() - stalledAt : 0;
    }

    @Override
    public Runnable bell() {
        return bell;
    }

    void stalled(boolean value) {
        stalled = value;
        stalledAt = octets.size();
    }

    boolean stalled() {
        return stalled;
    }

    boolean unread() {
        return read < octets.size();
    }

    /** The next line without its end; what is left if it has none; empty if there is nothing. */
    Optional<String> nextLine() {
        byte[] all = octets.toByteArray();
        if (read >= all.length) {
            return Optional.empty();
        }
        int end = read;
        while (end < all.length && all[end] != '\n') {
            end++;
        }
        int textEnd = end > read && end < all.length && all[end - 1] == '\r' ? end - 1 : end;
        String line = new String(all, read, textEnd - read, StandardCharsets.UTF_8);
        read = Math.min(all.length, end + 1);
        return Optional.of(line);
    }

    byte[] rest() {
        byte[] all = octets.toByteArray();
        byte[] rest = Arrays.copyOfRange(all, read, all.length);
        read = all.length;
        return rest;
    }

    /** A channel into memory. */
    private record Into(ByteArrayOutputStream target) implements WritableByteChannel {
        @Override
        public int write(ByteBuffer source) {
            byte[] piece = new byte[source.remaining()];
            source.get(piece);
            target.writeBytes(piece);
            return piece.length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
