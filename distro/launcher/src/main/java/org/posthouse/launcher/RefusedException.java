package org.posthouse.launcher;

/** A start that is refused; the message says why and what to do. Nothing has been changed. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RefusedException(String message) {
        super(message);
    }
}
