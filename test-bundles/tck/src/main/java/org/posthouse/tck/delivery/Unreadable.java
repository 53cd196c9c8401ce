package org.posthouse.tck.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.WritableByteChannel;
import org.posthouse.api.mail.Content;

/** Content on a disk that does not answer. */
record Unreadable(long size) implements Content {
    @Override
    public InputStream open() throws IOException {
        throw new IOException("input/output error");
    }

    @Override
    public long transferTo(long offset, long count, WritableByteChannel target) throws IOException {
        throw new IOException("input/output error");
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
