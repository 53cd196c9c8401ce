package org.posthouse.store.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.posthouse.api.mail.Content;
import org.posthouse.lib.segments.Segment;
import org.posthouse.lib.store.Entry;

/** Opens messages where they lie. */
final class Messages {
    private Messages() {}

    /** The message of this entry; empty if its segment is gone. */
    static Optional<Content> open(Shard shard, Entry entry) throws IOException {
        long position = entry.content();
        if (Positions.inFile(position)) {
            FileChannel file = file(shard, position);
            return Optional.of(content(shard, entry, new StoredBody.Source(file, 0, () -> {})));
        }
        Optional<Segment> segment = shard.log().pinned(Positions.segment(position));
        if (segment.isEmpty()) {
            return Optional.empty();
        }
        Segment pinned = segment.get();
        boolean done = false;
        try {
            StoredBody.Source source =
                    new StoredBody.Source(pinned.reader(), Positions.offset(position), pinned::unpin);
            Content content = content(shard, entry, source);
            done = true;
            return Optional.of(content);
        } finally {
            if (!done) {
                pinned.unpin();
            }
        }
    }

    /** The file of a message that has its own. */
    static FileChannel file(Shard shard, long position) throws IOException {
        return FileChannel.open(shard.files().path(Positions.file(position)), StandardOpenOption.READ);
    }

    private static Content content(Shard shard, Entry entry, StoredBody.Source source) throws IOException {
        boolean done = false;
        try {
            Body body = Body.read(source.file(), source.offset());
            if (body.size() != entry.size() || source.file().size() < source.offset() + body.length()) {
                throw new IOException("the message is not as long as it should be");
            }
            done = true;
            return new StoredBody(source, body, entry.content(), shard.soundness());
        } finally {
            if (!done) {
                source.file().close();
            }
        }
    }
}
