package org.posthouse.lib.segments;

import java.io.IOException;

/** What was read is not what was written. */
public final class DamagedException extends IOException {
    private static final long serialVersionUID = 1;

    public DamagedException(Segment segment, long offset) {
        super(segment + " is damaged at octet " + offset);
    }

    DamagedException(Segment segment, long offset, IOException cause) {
        super(segment + " is damaged at octet " + offset, cause);
    }
}
