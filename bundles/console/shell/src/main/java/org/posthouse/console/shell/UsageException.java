package org.posthouse.console.shell;

/** The words given make no command; exit status 2. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message, null, false, false);
    }
}
