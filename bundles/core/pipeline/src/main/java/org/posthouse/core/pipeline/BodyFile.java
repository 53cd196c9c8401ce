package org.posthouse.core.pipeline;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.posthouse.api.mail.Content;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Content in a file of its own, which goes when it is closed. Opened for each reader, so that none that is interrupted shuts it for others. */
record BodyFile(Path path) implements Content {
    private static final Logger LOG = LoggerFactory.getLogger(BodyFile.class);

    @Override
    public long size() {
        try {
            return Files.size(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public InputStream open() throws IOException {
        return new FileInputStream(path.toFile());
    }

    @Override
    public long transferTo(long offset, long count, WritableByteChannel target) throws IOException {
        try (FileChannel file = FileChannel.open(path)) {
            return file.transferTo(offset, count, target);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.warn("Cannot remove {}: {}", path, e.toString());
        }
    }
}
