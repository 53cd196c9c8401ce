package org.posthouse.store.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.posthouse.lib.segments.FlippedBit;
import org.posthouse.lib.store.Verdict;

/** Finds which octet of a damaged message was changed, and what it was. */
final class BodyMend {
    private BodyMend() {}

    /** An octet that should be another, by its offset in the file. */
    record Octet(long offset, byte value) {}

    /** In a message at this offset of the file, which should be so long; empty if more than an octet is wrong. */
    static Optional<Octet> find(FileChannel file, long offset, long size, Verdict verdict) throws IOException {
        return switch (verdict) {
            case FRAME, SIZE -> head(file, offset, size);
            case STRUCTURE -> {
                Body body = Body.read(file, offset);
                long front = offset + Body.HEAD;
                yield flipped(file, front, body.messageStart() - front, body.structureSum());
            }
            case MESSAGE -> {
                Body body = Body.read(file, offset);
                yield flipped(file, body.messageStart(), body.size(), body.messageSum());
            }
            default -> Optional.empty();
        };
    }

    private static Optional<Octet> flipped(FileChannel file, long from, long length, int kept) throws IOException {
        if (length > Bodies.LARGE) {
            return Optional.empty();
        }
        byte[] octets = new byte[(int) length];
        Body.octets(file, from, octets.length).get(octets);
        CRC32C sum = new CRC32C();
        sum.update(octets);
        return FlippedBit.find(length, kept, (int) sum.getValue())
                .map(flip -> new Octet(from + flip.index(), (byte) (octets[(int) flip.index()] ^ flip.mask())));
    }

    /** Of the few octets of a head each bit is tried, also those of its sum. */
    private static Optional<Octet> head(FileChannel file, long offset, long size) throws IOException {
        byte[] head = new byte[Body.HEAD];
        Body.octets(file, offset, Body.HEAD).get(head);
        for (int bit = 0; bit < Body.HEAD * Byte.SIZE; bit++) {
            int at = bit / Byte.SIZE;
            head[at] ^= (byte) (1 << bit % Byte.SIZE);
            if (Body.isHead(ByteBuffer.wrap(head), size)) {
                return Optional.of(new Octet(offset + at, head[at]));
            }
            head[at] ^= (byte) (1 << bit % Byte.SIZE);
        }
        return Optional.empty();
    }
}
