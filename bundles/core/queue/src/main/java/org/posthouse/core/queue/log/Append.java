package org.posthouse.core.queue.log;

import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32C;

/**
 * A record on its way into a log. Its place comes when it is safe on disk, or, if it is lazy, when it has been written; a failure is a
 * MailException. What hangs on {@link #placed} runs on the writer's thread and must be brief.
 */
public final class Append {
    /** Types from here on are the user's; those below are the log's own. */
    public static final int FIRST_TYPE = 16;

    private final int type;
    private final byte[] meta;
    private final byte[] content;
    private final int contentCrc;
    private final boolean lazy;
    private final CompletableFuture<Place> placed = new CompletableFuture<>();

    private Append(int type, byte[] meta, byte[] content, boolean lazy) {
        if (meta.length > Head.MAX_META) {
            throw new IllegalArgumentException("meta part of " + meta.length + " octets is too long");
        }
        this.type = type;
        this.meta = meta;
        this.content = content;
        this.contentCrc = crc(content);
        this.lazy = lazy;
    }

    /** Safe on disk before it is placed. */
    public static Append forced(int type, byte[] meta, byte[] content) {
        return new Append(type, meta, content, false);
    }

    /** Safe on disk a little later. */
    public static Append lazy(int type, byte[] meta) {
        return new Append(type, meta, new byte[0], true);
    }

    /** The checksum used for content. */
    public static int crc(byte[] octets) {
        CRC32C crc = new CRC32C();
        crc.update(octets);
        return (int) crc.getValue();
    }

    public CompletableFuture<Place> placed() {
        return placed;
    }

    /** Octets it will take in a segment. */
    public int octets() {
        return span();
    }

    boolean lazy() {
        return lazy;
    }

    int span() {
        return Head.span(meta.length, content.length);
    }

    byte[] meta() {
        return meta;
    }

    byte[] content() {
        return content;
    }

    Head head(long lsn, long epoch, long forced) {
        return new Head(type, lsn, epoch, forced, meta.length, content.length, contentCrc);
    }
}
