package org.posthouse.core.config.etc;

import java.io.IOException;

/** A file that cannot be used as it is; the message says why, and where. */
public final class BrokenFileException extends IOException {
    private static final long serialVersionUID = 1;

    public BrokenFileException(String message) {
        super(message);
    }
}
