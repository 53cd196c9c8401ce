package org.posthouse.store.log;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * What a message looks like where it lies: this head of 32 octets, its email id, its structure, the message. Numbers are big-endian:
 * mark, octets of the message, of the structure, and of the email id, checksums (CRC-32C) of message, structure with email id, and head.
 */
record Body(long start, long size, int structureLength, int emailIdLength, int messageSum, int structureSum) {
    static final int HEAD = 32;

    private static final int MARK = 0x50484231;
    private static final int CHECKED = HEAD - Integer.BYTES;
    private static final int AT_ONCE = 4096;
    private static final int PIECE = 64 << 10;

    Body {
        if (size < 0 || structureLength < 0 || emailIdLength < 0) {
            throw new IllegalArgumentException("lengths are not negative");
        }
    }

    /** How many octets there are before the message. */
    static int frontLength(byte[] structure, String emailId) {
        return HEAD + emailId.getBytes(StandardCharsets.UTF_8).length + structure.length;
    }

    /** Octets before the message. */
    static byte[] front(byte[] structure, String emailId, long size, int messageSum) {
        byte[] id = emailId.getBytes(StandardCharsets.UTF_8);
        ByteBuffer front = ByteBuffer.allocate(HEAD + id.length + structure.length);
        front.putInt(MARK)
                .putLong(size)
                .putInt(structure.length)
                .putInt(id.length)
                .putInt(messageSum);
        CRC32C sum = new CRC32C();
        sum.update(id);
        sum.update(structure);
        front.putInt((int) sum.getValue());
        front.putInt(sum(front.duplicate().flip()));
        return front.put(id).put(structure).array();
    }

    private static int sum(ByteBuffer octets) {
        CRC32C sum = new CRC32C();
        sum.update(octets);
        return (int) sum.getValue();
    }

    /** The head at this offset. */
    static Body read(FileChannel file, long offset) throws IOException {
        return read(octets(file, offset, HEAD), offset);
    }

    /** The head that these octets begin with. */
    static Body read(ByteBuffer octets, long offset) throws IOException {
        int saidSum = octets.getInt(CHECKED);
        if (octets.getInt(0) != MARK || saidSum != sum(octets.slice(0, CHECKED))) {
            throw new IOException("there is no message at " + offset);
        }
        return new Body(
                offset, octets.getLong(4), octets.getInt(12), octets.getInt(16), octets.getInt(20), octets.getInt(24));
    }

    /** Whether these octets are the head of a message of this size. */
    static boolean isHead(ByteBuffer octets, long size) {
        return octets.getInt(0) == MARK
                && octets.getInt(CHECKED) == sum(octets.slice(0, CHECKED))
                && octets.getLong(4) == size;
    }

    /** The structure of the message at this offset: mostly one read. */
    static byte[] structure(FileChannel file, long offset) throws IOException {
        ByteBuffer first = some(file, offset, AT_ONCE);
        if (first.remaining() < HEAD) {
            throw new EOFException("the file is cut off");
        }
        Body body = read(first, offset);
        int length = body.frontLength();
        return body.structure(first.remaining() >= length ? first : octets(file, offset, length));
    }

    /** The structure within these octets, which begin with its head and hold it whole; checked. */
    byte[] structure(ByteBuffer octets) throws IOException {
        ByteBuffer checked = octets.slice(HEAD, frontLength() - HEAD);
        if (sum(checked.duplicate()) != structureSum) {
            throw new IOException("the structure does not match its checksum");
        }
        byte[] structure = new byte[structureLength];
        checked.position(emailIdLength).get(structure);
        return structure;
    }

    /** The message within these octets, in the same way. */
    byte[] message(ByteBuffer octets) throws IOException {
        byte[] message = new byte[Math.toIntExact(size)];
        octets.get(frontLength(), message);
        if (sum(ByteBuffer.wrap(message)) != messageSum) {
            throw new IOException("the message does not match its checksum");
        }
        return message;
    }

    /** The checksum of the message as it lies in this file. */
    int sum(FileChannel file) throws IOException {
        CRC32C sum = new CRC32C();
        long end = messageStart() + size;
        for (long at = messageStart(); at < end; ) {
            ByteBuffer piece = octets(file, at, (int) Math.min(PIECE, end - at));
            at += piece.remaining();
            sum.update(piece);
        }
        return (int) sum.getValue();
    }

    /** How many octets there are before the message. */
    int frontLength() {
        return HEAD + emailIdLength + structureLength;
    }

    /** Where the message itself begins. */
    long messageStart() {
        return start + frontLength();
    }

    /** Octets of all of it. */
    long length() {
        return frontLength() + size;
    }

    /** So many octets from this offset on, or fewer if the file ends. */
    static ByteBuffer some(FileChannel file, long offset, int most) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(most);
        int read = 0;
        while (buffer.hasRemaining() && read >= 0) {
            read = file.read(buffer, offset + buffer.position());
        }
        return buffer.flip();
    }

    static ByteBuffer octets(FileChannel file, long offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, offset + buffer.position()) < 0) {
                throw new EOFException("the file is cut off");
            }
        }
        return buffer.flip();
    }
}
