package org.posthouse.launcher;

/** Arguments that cannot be used; the message says which and what would be right. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
