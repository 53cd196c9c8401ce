package org.posthouse.lib.guard;

/** The plug-in was not called: its breaker is open, it is out, or all places in it are taken. The message says which. */
public final class NotCalledException extends Exception {
    private static final long serialVersionUID = 1;

    NotCalledException(String reason) {
        super(reason, null, false, false);
    }
}
