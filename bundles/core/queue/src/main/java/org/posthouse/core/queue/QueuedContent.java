package org.posthouse.core.queue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.WritableByteChannel;
import org.posthouse.api.mail.Content;
import org.posthouse.core.queue.spool.Lease;

/** The message of a mail that waits; it stays readable, whatever becomes of the mail, until it is closed. */
record QueuedContent(Lease lease) implements Content {
    @Override
    public long size() {
        return lease.content().size();
    }

    @Override
    public InputStream open() throws IOException {
        return lease.content().open();
    }

    @Override
    public long transferTo(long offset, long count, WritableByteChannel target) throws IOException {
        return lease.content().transferTo(offset, count, target);
    }

    @Override
    public void close() {
        lease.close();
    }
}
