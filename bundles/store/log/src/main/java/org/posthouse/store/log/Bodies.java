package org.posthouse.store.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import org.posthouse.api.mail.Content;
import org.posthouse.api.store.StoreOp;
import org.posthouse.lib.segments.Spot;
import org.posthouse.lib.store.Arrived;

/**
 * The messages that a commit brings: those that go into its record, one after the other, and those that have files of their own; or one
 * that leans on another, and where that is.
 */
record Bodies(byte[] octets, Map<Integer, Arrived> relative, OptionalLong target) {
    static final Bodies NONE = new Bodies(new byte[0], Map.of());
    static final int LARGE = 1 << 20;
    private static final int MOST = 4 * LARGE;

    private Bodies(byte[] octets, Map<Integer, Arrived> relative) {
        this(octets, relative, OptionalLong.empty());
    }

    /** One that ends like another. */
    static Bodies upon(Common common, Overlay.Target target) throws IOException {
        StoreOp.Append append = common.append();
        Arrived arrived = new Arrived(
                Positions.ofOverlay(0),
                append.message().size(),
                append.received().toEpochMilli());
        return new Bodies(
                Overlay.encode(append, common.beginning(), target),
                Map.of(0, arrived),
                OptionalLong.of(target.position()));
    }

    /** By the number of their step; what is in a file is there, safe on disk. Nothing stays behind if it fails. */
    static Bodies of(List<StoreOp> steps, ContentFiles files, int largest) throws IOException {
        int room = Math.min(MOST, largest / 2);
        Map<Integer, Integer> inline = new HashMap<>();
        int total = 0;
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i) instanceof StoreOp.Append append) {
                // Of an email id's characters some take more than an octet.
                long length = Body.HEAD
                        + 4L * append.emailId().length()
                        + append.structure().length
                        + append.message().size();
                if (length <= Math.min(LARGE, room) && total + length <= room) {
                    inline.put(i, total);
                    total += (int) length;
                }
            }
        }
        return new Writing(steps, files, inline, ByteBuffer.allocate(total)).all();
    }

    /** Where they are when their record's content is at this spot. */
    Map<Integer, Arrived> at(Spot spot) {
        Map<Integer, Arrived> arrived = new HashMap<>();
        relative.forEach((step, body) -> {
            arrived.put(step, new Arrived(content(spot, body.content()), body.size(), body.received()));
        });
        return arrived;
    }

    private static long content(Spot spot, long relative) {
        if (Positions.inFile(relative)) {
            return relative;
        }
        long position = Positions.of(spot.segment(), spot.contentOffset() + Positions.offset(relative));
        return Positions.isOverlay(relative) ? Positions.ofOverlay(position) : position;
    }

    /** What they lean on when their record's content is at this spot. */
    Map<Long, Long> targets(Spot spot) {
        return target.isEmpty() ? Map.of() : Map.of(content(spot, Positions.ofOverlay(0)), target.getAsLong());
    }

    /** They are not wanted after all. */
    void abandon(ContentFiles files) {
        relative.values().stream()
                .map(Arrived::content)
                .filter(Positions::inFile)
                .forEach(content -> files.delete(Positions.file(content)));
    }

    /** Gathers them. */
    private record Writing(List<StoreOp> steps, ContentFiles files, Map<Integer, Integer> inline, ByteBuffer octets) {
        Bodies all() throws IOException {
            Map<Integer, Arrived> relative = new HashMap<>();
            boolean done = false;
            try {
                for (int i = 0; i < steps.size(); i++) {
                    if (steps.get(i) instanceof StoreOp.Append append) {
                        long content = inline.containsKey(i) ? put(append) : Positions.ofFile(files.write(append));
                        relative.put(
                                i,
                                new Arrived(
                                        content,
                                        append.message().size(),
                                        append.received().toEpochMilli()));
                    }
                }
                done = true;
            } finally {
                if (!done) {
                    new Bodies(new byte[0], relative).abandon(files);
                }
            }
            byte[] exact = new byte[octets.position()];
            octets.get(0, exact);
            return new Bodies(exact, relative);
        }

        private int put(StoreOp.Append append) throws IOException {
            int at = octets.position();
            int size = (int) append.message().size();
            int front = Body.frontLength(append.structure(), append.emailId());
            ByteBuffer message = octets.slice(at + front, size);
            try (Content.Into into = new Content.Into(message)) {
                for (int moved = 0; moved < size; ) {
                    long more = append.message().transferTo(moved, size - moved, into);
                    if (more <= 0) {
                        throw new IOException("the message ends at " + moved + " of " + size);
                    }
                    moved += (int) more;
                }
            }
            CRC32C sum = new CRC32C();
            sum.update(message.flip());
            octets.put(Body.front(append.structure(), append.emailId(), size, (int) sum.getValue()));
            octets.position(at + front + size);
            return at;
        }
    }
}
