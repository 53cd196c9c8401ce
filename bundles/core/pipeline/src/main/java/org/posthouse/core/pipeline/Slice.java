package org.posthouse.core.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.WritableByteChannel;
import org.posthouse.api.mail.Content;

/** The rest of a content from an offset on. Does not own it: closing does nothing. */
record Slice(Content whole, long from) implements Content {
    @Override
    public long size() {
        return Math.max(0, whole.size() - from);
    }

    @Override
    public InputStream open() throws IOException {
        InputStream stream = whole.open();
        try {
            stream.skipNBytes(Math.min(from, whole.size()));
            return stream;
        } catch (IOException e) {
            stream.close();
            throw e;
        }
    }

    @Override
    public long transferTo(long offset, long count, WritableByteChannel target) throws IOException {
        return whole.transferTo(from + offset, count, target);
    }

    @Override
    public void check() throws IOException {
        whole.check();
    }

    @Override
    public void close() {
        // The owner of the whole closes it.
    }
}
