package org.posthouse.core.pipeline;

/** A filter did not judge before its deadline, or no thread was free for it. */
final class OverdueException extends Exception {
    private static final long serialVersionUID = 1;

    OverdueException(String message) {
        super(message, null, false, false);
    }
}
