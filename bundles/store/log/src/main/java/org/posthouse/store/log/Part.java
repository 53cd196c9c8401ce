package org.posthouse.store.log;

import java.util.Optional;
import org.posthouse.lib.segments.Append;
import org.posthouse.lib.segments.Draft;
import org.posthouse.lib.segments.Place;
import org.posthouse.lib.segments.Spot;

/** A record whose position is known as soon as it has been written, so that a record behind it can name it. */
final class Part implements Draft {
    private final byte[] meta;
    private final Append append;
    private volatile long position;
    private volatile long contentPosition;

    Part(int kind, byte[] meta, byte[] content) {
        this.meta = meta;
        this.append = Append.drafted(kind, this, content);
    }

    Append append() {
        return append;
    }

    /** Where it is; it may not be safe yet. */
    long position() {
        return position;
    }

    /** Where its content is. */
    long contentPosition() {
        return contentPosition;
    }

    @Override
    public Optional<byte[]> meta(Spot spot) {
        position = Positions.of(spot.segment(), spot.offset());
        contentPosition = Positions.of(spot.segment(), spot.contentOffset());
        return Optional.of(meta);
    }

    @Override
    public void written(Place place) {
        // Whether it is wanted is for the accounts to say.
        place.segment().unwanted(place.span());
    }
}
