package org.posthouse.lib.segments;

/** A record's octets, ready to be written. */
record Drawn(boolean contentFirst, int type, byte[] meta, byte[] content, int contentCrc) {
    Drawn {
        if (meta.length > Head.MAX_META) {
            throw new IllegalArgumentException("meta part of " + meta.length + " octets is too long");
        }
    }

    int span() {
        return Head.span(meta.length, content.length);
    }

    Head head(long lsn, long epoch, long forced) {
        return new Head(contentFirst, type, lsn, epoch, forced, meta.length, content.length, contentCrc);
    }
}
