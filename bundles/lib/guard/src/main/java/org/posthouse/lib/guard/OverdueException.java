package org.posthouse.lib.guard;

/** The plug-in did not answer before its deadline. What it may have done by then is not known. */
public final class OverdueException extends Exception {
    private static final long serialVersionUID = 1;

    OverdueException(String message) {
        super(message, null, false, false);
    }
}
