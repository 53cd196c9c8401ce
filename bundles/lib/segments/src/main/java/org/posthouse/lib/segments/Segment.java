package org.posthouse.lib.segments;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32C;

/**
 * One file of a log. Its number is also the epoch of its records: a file that is used again has a higher one, so what it held before is
 * dead. Counts the octets that are still wanted, and the readers in it. Octets that anybody may still read or send are never written over:
 * a file is used again only if this very log made it, so that nobody has it from a former one, if it was never lent, and if nobody was
 * in it when it was freed, after which nobody comes. Safe for all threads.
 */
public final class Segment {
    static final int HEADER = 64;
    /** Where the header tells the range. */
    static final int RANGE = 24;

    private static final int AT_ONCE = 256 << 10;
    private static final int PIECE = 64 << 10;
    private static final int MOST_CHECKED = 4 << 20;
    private static final long MAGIC = 0x5048514c4f473031L;

    private final Path file;
    private final long number;
    private final int size;
    private final boolean made;
    private Range range;
    private long live;
    private int pins;
    private boolean lent;
    private boolean gone;

    private Segment(Path file, long number, int size, Range range, boolean made) {
        this.file = file;
        this.number = number;
        this.size = size;
        this.range = range;
        this.made = made;
    }

    /** One that was there: whoever had this log open before may have it still. */
    static Segment found(Path file, long number, int size, Range range) {
        return new Segment(file, number, size, range, false);
    }

    /** One whose file nobody has but this log. */
    static Segment made(Path file, long number, int size, Range range) {
        return new Segment(file, number, size, range, true);
    }

    public long number() {
        return number;
    }

    public int size() {
        return size;
    }

    Path file() {
        return file;
    }

    /** Which LSNs it holds, as its header tells. */
    synchronized Range range() {
        return range;
    }

    /** Its header tells this now. */
    synchronized void noted(Range known) {
        range = known;
    }

    /** A record in it is wanted (again). */
    public synchronized void wanted(int octets) {
        live += octets;
    }

    /** A record in it is not wanted any more. */
    public synchronized void unwanted(int octets) {
        live -= octets;
    }

    /** No record in it is wanted any more. */
    public synchronized void unwantedAll() {
        live = 0;
    }

    public synchronized long live() {
        return live;
    }

    /** While pinned it is not freed; false if it has been. */
    public synchronized boolean pin() {
        pins += gone ? 0 : 1;
        return !gone;
    }

    public synchronized void unpin() {
        pins--;
    }

    /** Gives one pin back, however often it is run: for what is closed by others, who may do so twice. */
    public Runnable unpinOnce() {
        AtomicBoolean done = new AtomicBoolean();
        return () -> {
            if (done.compareAndSet(false, true)) {
                unpin();
            }
        };
    }

    /**
     * Octets of it are given away otherwise than as a copy in memory. To be said before: the system may hold pages of the file, in a socket
     * or a pipe, long after all who had it open have closed it.
     */
    public synchronized void lend() {
        lent = true;
    }

    synchronized boolean idle() {
        return live == 0 && pins == 0;
    }

    /** From now on nobody can pin it, if nobody wants or reads anything of it; whether that is so. */
    synchronized boolean retire() {
        gone |= idle();
        return gone;
    }

    /** Whether nobody can read what is in its file. */
    synchronized boolean unread() {
        return gone && made && !lent;
    }

    /** A channel of one's own to read it: an interrupt closes no one else's. Only while it is pinned, and to be closed before it is unpinned. */
    public FileChannel reader() throws IOException {
        synchronized (this) {
            if (pins == 0) {
                throw new IOException(this + " is not kept for who would read it");
            }
        }
        return open();
    }

    /** The same for the log itself. */
    FileChannel open() throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ);
    }

    /** Reads a record's head and meta part again and checks them. */
    public Stored stored(FileChannel reader, int offset) throws IOException {
        return new RecordReader(this, reader).stored(offset);
    }

    /** The octets of a record's head as they are, whatever they say. */
    public byte[] head(FileChannel reader, int offset) throws IOException {
        return read(reader, offset, Head.SIZE);
    }

    /** Whether there would be an intact record at this offset if these were the octets of its head. Needs little memory however long that is. */
    public boolean isRecord(FileChannel reader, int offset, byte[] head) throws IOException {
        Optional<Head> found = Head.decode(ByteBuffer.wrap(head), 0).filter(decoded -> fits(decoded, offset));
        if (found.isEmpty()) {
            return false;
        }
        int checked = Head.SIZE - Integer.BYTES;
        CRC32C sum = new CRC32C();
        sum.update(head, 0, checked);
        long at = (long) offset + found.get().metaOffset();
        for (int left = found.get().metaLength(); left > 0; ) {
            byte[] piece = read(reader, at, Math.min(left, PIECE));
            sum.update(piece);
            at += piece.length;
            left -= piece.length;
        }
        return ByteBuffer.wrap(head).getInt(checked) == (int) sum.getValue();
    }

    /**
     * What a head at this offset has its checksum of: itself but for that, and the meta part.
     *
     * @param metaOffset where the meta part begins, which is behind so many octets of the head
     */
    public record Checked(byte[] octets, int sum, int headLength, long metaOffset) {}

    /** The same as it is, sound or not; empty if the head cannot be true, or says that there are more than 4 MiB. */
    public Optional<Checked> checked(FileChannel reader, int offset) throws IOException {
        byte[] head = head(reader, offset);
        Optional<Head> found = Head.decode(ByteBuffer.wrap(head), 0)
                .filter(decoded -> fits(decoded, offset) && decoded.metaLength() <= MOST_CHECKED);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        byte[] meta =
                read(reader, offset + found.get().metaOffset(), found.get().metaLength());
        int headLength = Head.SIZE - Integer.BYTES;
        byte[] octets = Arrays.copyOf(head, headLength + meta.length);
        System.arraycopy(meta, 0, octets, headLength, meta.length);
        int sum = ByteBuffer.wrap(head).getInt(headLength);
        return Optional.of(
                new Checked(octets, sum, headLength, (long) offset + found.get().metaOffset()));
    }

    /** Whether a record with this head can be at this offset. */
    boolean fits(Head head, int offset) {
        return head.epoch() == number && (long) offset + Head.SIZE + head.metaLength() + head.contentLength() <= size;
    }

    /** The content of a record that was read again; unchecked. */
    public byte[] content(FileChannel reader, Stored stored) throws IOException {
        return read(reader, stored.contentOffset(), stored.contentLength());
    }

    /** Puts octets back as they were once: of what is damaged and safe since long, of which a copy is kept. Safe on disk on return. */
    public void mend(long offset, byte[] octets) throws IOException {
        try (FileChannel file = FileChannel.open(this.file, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(octets);
            while (left.hasRemaining()) {
                file.write(left, offset + left.position());
            }
            file.force(false);
        }
    }

    static byte[] read(FileChannel reader, long offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.position() < length) {
            // The JDK keeps as many octets outside of the heap for each thread as were read at once.
            buffer.limit(Math.min(length, buffer.position() + AT_ONCE));
            if (reader.read(buffer, offset + buffer.position()) < 0) {
                throw new EOFException("segment ends in the midst of a record");
            }
        }
        return buffer.array();
    }

    /** The first octets of the file. */
    static ByteBuffer header(long number, int size, Range range) {
        ByteBuffer header =
                ByteBuffer.allocate(HEADER).putLong(MAGIC).putLong(number).putInt(size);
        return header.putInt(crc(header)).position(RANGE).put(range.encode()).position(0);
    }

    /** The range in the header of a segment. */
    static Range range(ByteBuffer header) {
        return Range.decode(header.slice(RANGE, Range.SIZE));
    }

    /** The number in the header; -1 if this is not the header of a segment, or of one of a later level. */
    static long number(ByteBuffer header) {
        boolean ours = header.remaining() >= HEADER
                && header.getLong(0) == MAGIC
                && header.getInt(20) == crc(header.duplicate().position(20));
        return ours ? header.getLong(8) : -1;
    }

    private static int crc(ByteBuffer header) {
        CRC32C crc = new CRC32C();
        crc.update(header.duplicate().flip());
        return (int) crc.getValue();
    }

    @Override
    public String toString() {
        return "segment " + number;
    }
}
