package org.posthouse.api.mail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;

/** A content and what its octets are. */
record Identified(Content content, String name) implements Content {
    @Override
    public Optional<String> identity() {
        return Optional.of(name);
    }

    @Override
    public long size() {
        return content.size();
    }

    @Override
    public InputStream open() throws IOException {
        return content.open();
    }

    @Override
    public long transferTo(long offset, long count, WritableByteChannel target) throws IOException {
        return content.transferTo(offset, count, target);
    }

    @Override
    public void check() throws IOException {
        content.check();
    }

    @Override
    public Optional<FileRange> inFile(long offset) {
        return content.inFile(offset);
    }

    @Override
    public byte[] bytes(long offset, int limit) throws IOException {
        return content.bytes(offset, limit);
    }

    @Override
    public byte[] sound() throws IOException {
        return content.sound();
    }

    @Override
    public void close() {
        content.close();
    }
}
