package org.posthouse.delivery.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.atomic.AtomicInteger;
import org.posthouse.api.mail.Content;

/** Content on a disk that fails after it has been read so many times. */
final class WearsOut implements Content {
    private final Content content;
    private final AtomicInteger left;

    WearsOut(Content content, int times) {
        this.content = content;
        this.left = new AtomicInteger(times);
    }

    @Override
    public long size() {
        return content.size();
    }

    @Override
    public InputStream open() throws IOException {
        if (left.getAndDecrement() <= 0) {
            throw new IOException("input/output error");
        }
        return content.open();
    }

    @Override
    public long transferTo(long offset, long count, WritableByteChannel target) throws IOException {
        return content.transferTo(offset, count, target);
    }

    @Override
    public void close() {
        content.close();
    }
}
