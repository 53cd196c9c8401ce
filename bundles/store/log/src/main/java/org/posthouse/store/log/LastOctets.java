package org.posthouse.store.log;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.FileRange;

/** What a message ends with. Its checksum is that of the whole, so whoever reads it to the end reads all of it. */
record LastOctets(StoredBody whole, long skip) implements Content {
    LastOctets {
        if (skip < 0 || skip > whole.size()) {
            throw new IllegalArgumentException(skip + " octets of " + whole.size() + " are passed over");
        }
    }

    @Override
    public long size() {
        return whole.size() - skip;
    }

    @Override
    public InputStream open() throws IOException {
        InputStream all = whole.open();
        // Read, not skipped: they are part of the sum.
        byte[] passed = all.readNBytes((int) skip);
        if (passed.length < skip) {
            throw new IOException("the message ends at " + passed.length);
        }
        return all;
    }

    @Override
    public long transferTo(long offset, long count, WritableByteChannel target) throws IOException {
        return whole.transferTo(skip + offset, count, target);
    }

    @Override
    public void check() throws IOException {
        whole.check();
    }

    @Override
    public Optional<FileRange> inFile(long offset) {
        return offset < 0 ? Optional.empty() : whole.inFile(skip + offset);
    }

    @Override
    public void close() {
        whole.close();
    }
}
