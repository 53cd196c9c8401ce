package org.posthouse.api.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Several contents read as one. */
final class Joined implements Content {
    private final List<Content> pieces;
    private final long size;

    Joined(List<Content> pieces) {
        this.pieces = List.copyOf(pieces);
        this.size = this.pieces.stream().mapToLong(Content::size).sum();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public InputStream open() throws IOException {
        List<InputStream> streams = new ArrayList<>(pieces.size());
        for (Content piece : pieces) {
            streams.add(piece.open());
        }
        return new SequenceInputStream(Collections.enumeration(streams));
    }

    @Override
    public long transferTo(long offset, long count, WritableByteChannel target) throws IOException {
        long begin = 0;
        for (Content piece : pieces) {
            if (offset < begin + piece.size()) {
                return piece.transferTo(offset - begin, Math.min(count, begin + piece.size() - offset), target);
            }
            begin += piece.size();
        }
        return 0;
    }

    @Override
    public void check() throws IOException {
        for (Content piece : pieces) {
            piece.check();
        }
    }

    @Override
    public Optional<FileRange> inFile(long offset) {
        long begin = 0;
        for (Content piece : pieces) {
            if (offset < begin + piece.size()) {
                return piece.inFile(offset - begin);
            }
            begin += piece.size();
        }
        return Optional.empty();
    }

    @Override
    public List<Content> pieces() {
        return pieces;
    }

    @Override
    public void close() {
        pieces.forEach(Content::close);
    }
}
