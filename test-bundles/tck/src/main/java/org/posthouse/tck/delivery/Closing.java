package org.posthouse.tck.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.WritableByteChannel;
import org.posthouse.api.mail.Content;

/** Content that remembers whether it was closed. */
class Closing implements Content {
    private final Content content;
    boolean closed;

    Closing(Content content) {
        this.content = content;
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
    public void close() {
        closed = true;
    }
}
