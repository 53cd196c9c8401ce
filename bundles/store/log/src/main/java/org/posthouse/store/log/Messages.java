package org.posthouse.store.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.posthouse.api.mail.Content;
import org.posthouse.lib.segments.Segment;
import org.posthouse.lib.store.Entry;

/** Opens messages where they lie. */
final class Messages {
    private Messages() {}

    /** The message of this entry; empty if its segment is gone. */
    static Optional<Content> open(Shard shard, Entry entry) throws IOException {
        if (Positions.isOverlay(entry.content())) {
            return overlaid(shard, entry);
        }
        Optional<StoredBody> body = whole(shard, entry.content());
        if (body.isPresent() && body.get().size() != entry.size()) {
            body.get().close();
            throw new IOException("the message is not as long as it should be");
        }
        return body.map(found -> found);
    }

    /** A message whose beginning lies in one place, and its end in another. */
    private static Optional<Content> overlaid(Shard shard, Entry entry) throws IOException {
        Optional<Segment> segment = shard.log().pinned(Positions.segment(entry.content()));
        if (segment.isEmpty()) {
            return Optional.empty();
        }
        Overlay.Rest rest;
        try (FileChannel file = segment.get().reader()) {
            rest = Overlay.Rest.read(file, Positions.offset(entry.content()));
        } finally {
            segment.get().unpin();
        }
        Overlay.Target target = rest.overlay().target();
        Optional<StoredBody> end = whole(shard, target.position());
        if (end.isEmpty()) {
            return Optional.empty();
        }
        Content last = new LastOctets(end.get(), target.skip());
        boolean same = end.get().body().messageSum() == target.sum() && rest.own().length + last.size() == entry.size();
        if (!same) {
            last.close();
            throw new IOException("the message should end like another one, which is not there");
        }
        return Optional.of(Content.join(List.of(Content.of(rest.own()), last)));
    }

    private static Optional<StoredBody> whole(Shard shard, long position) throws IOException {
        if (Positions.inFile(position)) {
            FileChannel file = file(shard, position);
            return Optional.of(body(shard, position, new StoredBody.Source(file, 0, () -> {}, () -> {})));
        }
        Optional<Segment> segment = shard.log().pinned(Positions.segment(position));
        if (segment.isEmpty()) {
            return Optional.empty();
        }
        Segment pinned = segment.get();
        boolean done = false;
        try {
            StoredBody.Source source = new StoredBody.Source(
                    pinned.reader(), Positions.offset(position), pinned::lend, pinned.unpinOnce());
            StoredBody body = body(shard, position, source);
            done = true;
            return Optional.of(body);
        } finally {
            if (!done) {
                pinned.unpin();
            }
        }
    }

    /** The structure of the message at this position of the file. */
    static byte[] structure(FileChannel file, long position) throws IOException {
        long offset = Positions.offset(position);
        return Positions.isOverlay(position)
                ? Overlay.Rest.read(file, offset).structure()
                : Body.structure(file, offset);
    }

    /** The file of a message that has its own. */
    static FileChannel file(Shard shard, long position) throws IOException {
        return FileChannel.open(shard.files().path(Positions.file(position)), StandardOpenOption.READ);
    }

    private static StoredBody body(Shard shard, long position, StoredBody.Source source) throws IOException {
        boolean done = false;
        try {
            Body body = Body.read(source.file(), source.offset());
            if (source.file().size() < source.offset() + body.length()) {
                throw new IOException("the message is cut off");
            }
            done = true;
            return new StoredBody(source, body, position, shard.soundness());
        } finally {
            if (!done) {
                source.file().close();
            }
        }
    }
}
