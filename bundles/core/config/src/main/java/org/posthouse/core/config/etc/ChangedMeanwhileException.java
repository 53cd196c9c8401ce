package org.posthouse.core.config.etc;

import java.io.IOException;

/** Somebody else has changed the same configuration at this very moment: who looks at it again may change it. */
public final class ChangedMeanwhileException extends IOException {
    private static final long serialVersionUID = 1;

    ChangedMeanwhileException(String message) {
        super(message);
    }
}
