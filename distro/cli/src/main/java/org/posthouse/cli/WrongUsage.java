package org.posthouse.cli;

/** Arguments that cannot be used; the message says why. */
final class WrongUsage extends RuntimeException {
    private static final long serialVersionUID = 1;

    WrongUsage(String message) {
        super(message);
    }
}
