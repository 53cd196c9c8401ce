package org.posthouse.core.net.frame;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.posthouse.api.mail.Content;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Content in a file of its own, which goes when it is closed. */
final class FileContent implements Content {
    private static final Logger LOG = LoggerFactory.getLogger(FileContent.class);

    private final Path path;
    private final long size;
    private FileChannel file;
    private boolean closed;

    FileContent(Path path, FileChannel file, long size) {
        this.path = path;
        this.file = file;
        this.size = size;
    }

    static void remove(Path path, FileChannel file) {
        try (file) {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.warn("Cannot remove {}: {}", path, e.toString());
        }
    }

    @Override
    public long size() {
        return size;
    }

    /** Not by a channel: an interrupted reader would close it under the others. */
    @Override
    public InputStream open() throws IOException {
        return new FileInputStream(path.toFile());
    }

    @Override
    public long transferTo(long offset, long count, WritableByteChannel target) throws IOException {
        long length = Math.max(0, Math.min(count, size - offset));
        return length == 0 ? 0 : channel().transferTo(offset, length, target);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            remove(path, file);
        }
    }

    /** Opened anew when an interrupted thread has closed it. */
    private synchronized FileChannel channel() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (!file.isOpen()) {
            file = FileChannel.open(path, StandardOpenOption.READ);
        }
        return file;
    }
}
