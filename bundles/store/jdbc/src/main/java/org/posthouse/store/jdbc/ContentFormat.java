package org.posthouse.store.jdbc;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.util.zip.CRC32C;
import org.posthouse.api.mail.Content;

/**
 * A content's file: the message as it came, its structure, then 16 octets: length of the structure, checksums (CRC-32C) of message and
 * structure, and a mark of this format.
 */
final class ContentFormat {
    private static final int MARK = 0x50484d31;
    private static final int TAIL = 16;
    private static final int BUFFER = 64 << 10;
    private static final int LONGEST_STRUCTURE = 64 << 20;

    private ContentFormat() {}

    static void write(Content message, byte[] structure, FileChannel file) throws IOException {
        long room = message.size() + structure.length + TAIL;
        Checked out = new Checked(file, ByteBuffer.allocate((int) Math.min(BUFFER, room)));
        for (long at = 0; at < message.size(); ) {
            long moved = message.transferTo(at, message.size() - at, out);
            if (moved <= 0) {
                throw new EOFException("the message ends at " + at + " of " + message.size());
            }
            at += moved;
        }
        int messageSum = out.sum();
        out.write(ByteBuffer.wrap(structure));
        int structureSum = out.sum();
        ByteBuffer tail = ByteBuffer.allocate(TAIL);
        tail.putInt(structure.length).putInt(messageSum).putInt(structureSum).putInt(MARK);
        out.write(tail.flip());
        out.drain();
    }

    /** The structure beside a message of this size. */
    static byte[] structure(FileChannel file, long size) throws IOException {
        long length = file.size() - size - TAIL;
        if (length < 0 || length > LONGEST_STRUCTURE) {
            throw new EOFException("the file is cut off");
        }
        ByteBuffer rest = read(file, size, (int) length + TAIL);
        byte[] structure = new byte[(int) length];
        rest.get(structure);
        int saidLength = rest.getInt();
        rest.getInt();
        CRC32C sum = new CRC32C();
        sum.update(structure);
        if (saidLength != length || rest.getInt() != (int) sum.getValue() || rest.getInt() != MARK) {
            throw new IOException("the structure does not match its checksum");
        }
        return structure;
    }

    /** The checksum that was kept with a message of this size. */
    static int messageSum(FileChannel file, long size) throws IOException {
        long tail = file.size() - TAIL;
        if (tail < size) {
            throw new EOFException("the file is cut off");
        }
        ByteBuffer kept = read(file, tail, TAIL);
        int structureLength = kept.getInt();
        int sum = kept.getInt();
        kept.getInt();
        if (structureLength != tail - size || kept.getInt() != MARK) {
            throw new IOException("the file does not end as it should");
        }
        return sum;
    }

    /** Whether the file is as long as a message of this size makes it at least. */
    static boolean holds(FileChannel file, long size) throws IOException {
        return file.size() >= size + TAIL;
    }

    private static ByteBuffer read(FileChannel file, long offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, offset + buffer.position()) < 0) {
                throw new EOFException("the file is cut off");
            }
        }
        return buffer.flip();
    }

    /** Gathers what is written, and adds it up. */
    private static final class Checked implements WritableByteChannel {
        private final FileChannel file;
        private final ByteBuffer buffer;
        private final CRC32C sum = new CRC32C();

        Checked(FileChannel file, ByteBuffer buffer) {
            this.file = file;
            this.buffer = buffer;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            int length = source.remaining();
            sum.update(source.duplicate());
            while (source.hasRemaining()) {
                if (!buffer.hasRemaining()) {
                    drain();
                }
                int piece = Math.min(source.remaining(), buffer.remaining());
                buffer.put(source.slice(source.position(), piece));
                source.position(source.position() + piece);
            }
            return length;
        }

        void drain() throws IOException {
            buffer.flip();
            while (buffer.hasRemaining()) {
                file.write(buffer);
            }
            buffer.clear();
        }

        /** Of what came since the last time. */
        int sum() {
            int value = (int) sum.getValue();
            sum.reset();
            return value;
        }

        @Override
        public boolean isOpen() {
            return file.isOpen();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
