package org.posthouse.lib.segments;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32C;
import org.posthouse.api.mail.MailException;

/**
 * A record on its way into a log. Its place comes when it is safe on disk, or, if it is lazy, when it has been written; a failure is a
 * MailException. What hangs on {@link #placed} runs on the writer's thread and must be brief.
 */
public final class Append {
    /** Types from here on are the user's; those below are the log's own. */
    public static final int FIRST_TYPE = 16;

    private final int type;
    private final Draft draft;
    private final boolean drafted;
    private final byte[] content;
    private final int contentCrc;
    private final boolean lazy;
    private final CompletableFuture<Place> placed = new CompletableFuture<>();

    private Append(int type, Draft draft, byte[] content, boolean lazy) {
        this.type = type;
        this.draft = draft;
        this.drafted = !(draft instanceof Fixed);
        this.content = content;
        this.contentCrc = crc(content);
        this.lazy = lazy;
    }

    /** Safe on disk before it is placed. */
    public static Append forced(int type, byte[] meta, byte[] content) {
        return new Append(type, new Fixed(checked(meta)), content, false);
    }

    /** Safe on disk a little later. */
    public static Append lazy(int type, byte[] meta) {
        return new Append(type, new Fixed(checked(meta)), new byte[0], true);
    }

    /** Its meta part is made when its turn comes, and stands behind the content. Safe on disk before it is placed. */
    public static Append drafted(int type, Draft draft, byte[] content) {
        return new Append(type, draft, content, false);
    }

    private static byte[] checked(byte[] meta) {
        if (meta.length > Head.MAX_META) {
            throw new IllegalArgumentException("meta part of " + meta.length + " octets is too long");
        }
        return meta;
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

    /** Octets it will take in a segment, or, if it is drafted, at least. */
    public int octets() {
        return Head.span(draft instanceof Fixed fixed ? fixed.meta().length : 0, content.length);
    }

    boolean lazy() {
        return lazy;
    }

    /** What it is at this place; empty if there is nothing to write. */
    Optional<Drawn> draw(Spot spot) throws MailException {
        return draft.meta(spot).map(meta -> new Drawn(drafted, type, meta, content, contentCrc));
    }

    void written(Place place) {
        draft.written(place);
    }

    /** Known from the beginning. */
    private record Fixed(byte[] meta) implements Draft {
        @Override
        public Optional<byte[]> meta(Spot spot) {
            return Optional.of(meta);
        }

        @Override
        public void written(Place place) {
            // Nothing builds upon it.
        }
    }
}
