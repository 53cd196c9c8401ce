package org.posthouse.store.log;

import java.io.IOException;

/** A segment is not there: it was freed, or somebody took it away. */
final class GoneException extends IOException {
    private static final long serialVersionUID = 1;

    GoneException(long segment) {
        super("segment " + segment + " is gone");
    }
}
