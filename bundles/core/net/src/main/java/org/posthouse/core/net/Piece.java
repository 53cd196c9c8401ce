package org.posthouse.core.net;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.Optional;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.FileRange;

/** A range of a content, given to the socket from the front. Used by its outlet. */
final class Piece {
    /** Octets in a file from which on they are not gathered with others: two calls of the system more, and nothing copied. */
    private static final int LARGE = 1 << 16;

    private final Content content;
    private final long end;
    private final int held;
    private long at;
    private boolean copied;
    private Optional<FileRange> file = Optional.empty();

    /** @param held octets of our memory that go with it */
    Piece(Content content, long at, long end, int held) {
        this.content = content;
        this.end = end;
        this.held = held;
        go(at);
    }

    /** Octets that are left. */
    long left() {
        return end - at;
    }

    /** Octets of our memory that go with it. */
    int held() {
        return held;
    }

    /** Where what comes next lies, if that is a large part of a file. */
    Optional<FileRange> file() {
        return file;
    }

    /** From now on it is copied: the system does not take it from the file. */
    void copy() {
        copied = true;
        file = Optional.empty();
    }

    /** So many octets are gone. */
    void pass(long octets) {
        go(at + octets);
    }

    /** Copies what there is room for. */
    void fill(ByteBuf octets) throws IOException {
        int length = (int) Math.min(octets.writableBytes(), left());
        Content.Into into = new Content.Into(octets.nioBuffer(octets.writerIndex(), length));
        long next = at;
        while (into.buffer().hasRemaining()) {
            long moved = content.transferTo(next, into.buffer().remaining(), into);
            if (moved <= 0) {
                throw new IOException("content ends at " + next + " of " + end);
            }
            next += moved;
        }
        octets.writerIndex(octets.writerIndex() + length);
        go(next);
    }

    void close() {
        content.close();
    }

    private void go(long next) {
        at = next;
        file = copied || left() < LARGE
                ? Optional.empty()
                : content.inFile(at).map(range -> range.first(left())).filter(range -> range.length() >= LARGE);
    }
}
