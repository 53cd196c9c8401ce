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
    static final int TAIL = 16;
    /** Where in the tail is what. */
    static final int MESSAGE_SUM = 4;

    static final int STRUCTURE_SUM = 8;
    private static final int MARK_AT = 12;
    private static final int BUFFER = 64 << 10;
    private static final int LONGEST_STRUCTURE = 64 << 20;
    /** Few structures are longer. */
    private static final int LIKELY = 2 << 10;

    static final String NOT_THE_ONE = "the message does not match its checksum";

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
        ByteBuffer rest = readToEnd(file, size, 0);
        ByteBuffer tail = tail(rest, 0);
        int length = rest.limit() - TAIL;
        CRC32C sum = new CRC32C();
        sum.update(rest.slice(0, length));
        if (tail.getInt(STRUCTURE_SUM) != (int) sum.getValue()) {
            throw new IOException("the structure does not match its checksum");
        }
        return first(rest, length);
    }

    /** The checksum that was kept with a message of this size. */
    static int messageSum(FileChannel file, long size) throws IOException {
        long tail = file.size() - TAIL;
        if (tail < size) {
            throw new EOFException("the file is cut off");
        }
        return tail(ByteBuffer.wrap(read(file, tail, TAIL)), (int) (size - tail))
                .getInt(MESSAGE_SUM);
    }

    /** A message of this size by one call, if it is the one that was kept. */
    static byte[] message(FileChannel file, int size) throws IOException {
        ByteBuffer all = readToEnd(file, 0, size);
        ByteBuffer tail = tail(all, size);
        CRC32C sum = new CRC32C();
        sum.update(all.slice(0, size));
        if (tail.getInt(MESSAGE_SUM) != (int) sum.getValue()) {
            throw new IOException(NOT_THE_ONE);
        }
        return first(all, size);
    }

    private static byte[] first(ByteBuffer octets, int count) {
        byte[] first = new byte[count];
        octets.get(0, first);
        return first;
    }

    /** The last octets of a file, before which its structure begins here. */
    private static ByteBuffer tail(ByteBuffer octets, int structureAt) throws IOException {
        int begin = octets.limit() - TAIL;
        if (begin < Math.max(0, structureAt)) {
            throw new EOFException("the file is cut off");
        }
        ByteBuffer tail = octets.slice(begin, TAIL);
        if (tail.getInt(0) != begin - structureAt || tail.getInt(MARK_AT) != MARK) {
            throw new IOException("the file does not end as it should");
        }
        return tail;
    }

    /** What the last octets of a file say. */
    record Tail(int structureLength, int messageSum, int structureSum, int mark) {
        /** Whether they say that it ends so, with a structure of this length. */
        boolean fits(long length) {
            return mark == MARK && structureLength == length;
        }

        /** The sum that is kept at this place. */
        int sum(int at) {
            return at == MESSAGE_SUM ? messageSum : structureSum;
        }

        Tail withLength(int length) {
            return new Tail(length, messageSum, structureSum, MARK);
        }

        byte[] octets() {
            return ByteBuffer.allocate(TAIL)
                    .putInt(structureLength)
                    .putInt(messageSum)
                    .putInt(structureSum)
                    .putInt(mark)
                    .array();
        }
    }

    /** The last octets of a file, whatever they say. */
    static Tail tail(FileChannel file) throws IOException {
        if (file.size() < TAIL) {
            throw new EOFException("the file is cut off");
        }
        ByteBuffer octets = ByteBuffer.wrap(read(file, file.size() - TAIL, TAIL));
        return new Tail(octets.getInt(), octets.getInt(), octets.getInt(), octets.getInt());
    }

    /** Whether the file is as long as a message of this size makes it at least. */
    static boolean holds(FileChannel file, long size) throws IOException {
        return file.size() >= size + TAIL;
    }

    /** So many octets, all of which must be there. */
    static byte[] read(FileChannel file, long offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, offset + buffer.position()) < 0) {
                throw new EOFException("the file is cut off");
            }
        }
        return buffer.array();
    }

    /** All from here to the end of the file, which comes so many octets and a structure later: by one call, if that is not long. */
    private static ByteBuffer readToEnd(FileChannel file, long offset, int ofMessage) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(ofMessage + LIKELY);
        int count = file.read(buffer, offset);
        // Who is given less than there was room for need not ask whether there is more, if it ends as a file does.
        while (count >= 0
                && (!buffer.hasRemaining()
                        || buffer.position() < TAIL
                        || buffer.getInt(buffer.position() - Integer.BYTES) != MARK)) {
            if (!buffer.hasRemaining()) {
                if (buffer.capacity() > ofMessage + LONGEST_STRUCTURE) {
                    throw new EOFException("the file is too long");
                }
                buffer = ByteBuffer.allocate(2 * buffer.capacity()).put(buffer.flip());
            }
            count = file.read(buffer, offset + buffer.position());
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
