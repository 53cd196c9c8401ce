package org.posthouse.api.mail;

import java.nio.channels.FileChannel;
import java.util.Optional;

/**
 * Octets that lie one behind the other in an open file, which is to be read by position only, and not to be closed.
 *
 * @param position in the file, in octets
 * @param length in octets
 */
public record FileRange(FileChannel file, long position, long length) {
    public FileRange {
        if (position < 0 || length < 0) {
            throw new IllegalArgumentException("no range of a file: " + position + " " + length);
        }
    }

    /** What lies within so many octets of this file, from an offset of them on. */
    public static Optional<FileRange> within(FileChannel file, long position, long size, long offset) {
        return offset < 0 || offset >= size
                ? Optional.empty()
                : Optional.of(new FileRange(file, position + offset, size - offset));
    }

    /** The first octets of it, at most so many. */
    public FileRange first(long limit) {
        return limit >= length ? this : new FileRange(file, position, Math.max(0, limit));
    }
}
