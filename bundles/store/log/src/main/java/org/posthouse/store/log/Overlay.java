package org.posthouse.store.log;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.posthouse.api.store.StoreOp;

/**
 * A message that ends like another one, where it lies: this head of 56 octets, its email id, its structure, and what it begins with. Numbers
 * are big-endian: mark, octets of the message, of its beginning, of the structure, of the email id, where the other message is, how many of
 * its octets are passed over, checksums (CRC-32C) of the whole other message and of all behind this head, four octets of nothing, checksum of this head.
 */
record Overlay(Lengths lengths, Target target, int ownSum) {
    static final int HEAD = 56;

    private static final int MARK = 0x50484232;
    private static final int CHECKED = HEAD - Integer.BYTES;
    private static final int AT_ONCE = 4096;

    /** Octets of the message, of its beginning, of its structure, of its email id. */
    record Lengths(long size, int own, int structure, int emailId) {
        Lengths {
            if (own < 0 || structure < 0 || emailId < 0 || size < own) {
                throw new IllegalArgumentException("lengths are not negative");
            }
        }

        int behindHead() {
            return emailId + structure + own;
        }
    }

    /** The message whose end it shares: where it is, its octets that are passed over, its checksum. */
    record Target(long position, long skip, int sum) {}

    /** This message as an overlay of another. */
    static byte[] encode(StoreOp.Append append, byte[] own, Target target) {
        byte[] id = append.emailId().getBytes(StandardCharsets.UTF_8);
        Lengths lengths = new Lengths(append.message().size(), own.length, append.structure().length, id.length);
        ByteBuffer rest = ByteBuffer.allocate(lengths.behindHead());
        rest.put(id).put(append.structure()).put(own).flip();
        ByteBuffer octets = ByteBuffer.allocate(HEAD + rest.remaining());
        head(octets, lengths, target, sum(rest));
        return octets.put(rest).array();
    }

    /** These octets of an overlay, with its target elsewhere. */
    static void retarget(ByteBuffer octets, long position) throws IOException {
        Overlay known = read(octets, 0);
        Target moved = new Target(position, known.target.skip, known.target.sum);
        head(octets.duplicate(), known.lengths, moved, known.ownSum);
    }

    private static void head(ByteBuffer octets, Lengths lengths, Target target, int ownSum) {
        octets.putInt(MARK)
                .putLong(lengths.size)
                .putInt(lengths.own)
                .putInt(lengths.structure)
                .putInt(lengths.emailId)
                .putLong(target.position)
                .putLong(target.skip)
                .putInt(target.sum)
                .putInt(ownSum)
                .putInt(0);
        int start = octets.position() - CHECKED;
        octets.putInt(sum(octets.slice(start, CHECKED)));
    }

    private static int sum(ByteBuffer octets) {
        CRC32C sum = new CRC32C();
        sum.update(octets.duplicate());
        return (int) sum.getValue();
    }

    /** The head at this offset. */
    static Overlay read(FileChannel file, long offset) throws IOException {
        return read(Body.octets(file, offset, HEAD), offset);
    }

    /** The head in these octets, which are from this offset on. */
    static Overlay read(ByteBuffer octets, long offset) throws IOException {
        if (octets.getInt(0) != MARK || octets.getInt(CHECKED) != sum(octets.slice(0, CHECKED))) {
            throw new IOException("there is no message at " + offset);
        }
        Lengths lengths = new Lengths(octets.getLong(4), octets.getInt(12), octets.getInt(16), octets.getInt(20));
        Target target = new Target(octets.getLong(24), octets.getLong(32), octets.getInt(40));
        return new Overlay(lengths, target, octets.getInt(44));
    }

    /** What lies behind its head, checked. */
    record Rest(Overlay overlay, byte[] structure, byte[] own) {
        /** Of the overlay at this offset: mostly one read. */
        static Rest read(FileChannel file, long offset) throws IOException {
            ByteBuffer first = Body.some(file, offset, AT_ONCE);
            if (first.remaining() < HEAD) {
                throw new EOFException("the file is cut off");
            }
            Overlay overlay = Overlay.read(first, offset);
            int length = overlay.length();
            return read(overlay, first.remaining() >= length ? first : Body.octets(file, offset, length));
        }

        /** Of this overlay, of which these are all octets at least. */
        static Rest read(Overlay overlay, ByteBuffer all) throws IOException {
            ByteBuffer checked = all.slice(HEAD, overlay.length() - HEAD);
            if (sum(checked) != overlay.ownSum) {
                throw new IOException("the structure does not match its checksum");
            }
            byte[] structure = new byte[overlay.lengths.structure];
            byte[] own = new byte[overlay.lengths.own];
            checked.position(overlay.lengths.emailId).get(structure).get(own);
            return new Rest(overlay, structure, own);
        }
    }

    /** Octets of all of it, where it lies. */
    int length() {
        return HEAD + lengths.behindHead();
    }
}
