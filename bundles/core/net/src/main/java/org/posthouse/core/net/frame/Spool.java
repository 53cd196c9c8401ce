package org.posthouse.core.net.frame;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.posthouse.api.mail.Content;

/** One content on its way in: in memory up to 64 KiB while the budget lasts, then in a file. Used by one thread at a time. */
public final class Spool {
    static final int IN_MEMORY = 1 << 16;
    private static final int FIRST = 1 << 10;
    private static final byte[] NONE = {};

    private final SpoolRoom room;
    private byte[] memory = NONE;
    private long size;
    private boolean dropped;
    private boolean failed;
    private Path path;
    private FileChannel file;

    Spool(SpoolRoom room) {
        this.room = room;
    }

    /** Octets written, dropped ones too. */
    public long size() {
        return size;
    }

    /** Whether there was no room for it: then it has been dropped. */
    public boolean failed() {
        return failed;
    }

    /** Whether so many more octets can be written without touching a file. */
    public boolean fits(int more) {
        if (dropped) {
            return true;
        }
        if (file != null || size + more > IN_MEMORY) {
            return false;
        }
        int needed = (int) size + more;
        if (needed <= memory.length) {
            return true;
        }
        int capacity = Math.max(needed, Math.min(IN_MEMORY, Math.max(FIRST, memory.length * 2)));
        if (!room.reserve(capacity - memory.length)) {
            return false;
        }
        memory = Arrays.copyOf(memory, capacity);
        return true;
    }

    /** Adds octets; blocks on the disk unless they fit. A disk that takes no more is told by {@link #failed()}. */
    public void write(byte[] octets, int offset, int length) {
        if (!dropped) {
            if (fits(length)) {
                System.arraycopy(octets, offset, memory, (int) size, length);
            } else {
                spill(ByteBuffer.wrap(octets, offset, length));
            }
        }
        size += length;
    }

    /** Keeps nothing from now on, but counts. */
    public void drop() {
        dropped = true;
        room.release(memory.length);
        memory = NONE;
        if (file != null) {
            FileContent.remove(path, file);
            file = null;
        }
    }

    /** All that was written, as a content that the caller closes. */
    public Content finish() {
        if (dropped) {
            throw new IllegalStateException("it was dropped");
        }
        dropped = true;
        return file == null ? new MemoryContent(room, memory, (int) size) : new FileContent(path, file, size);
    }

    private void spill(ByteBuffer octets) {
        try {
            if (file == null) {
                path = room.newFile();
                file = FileChannel.open(
                        path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
                put(ByteBuffer.wrap(memory, 0, (int) size));
                room.release(memory.length);
                memory = NONE;
            }
            put(octets);
        } catch (IOException e) {
            room.refused(e);
            failed = true;
            drop();
        }
    }

    private void put(ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            file.write(octets);
        }
    }
}
