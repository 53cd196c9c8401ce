package org.posthouse.core.plugins.folder;

/** A jar that cannot be used, or a version that cannot run. The message says why, for an administrator. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean unresolved;

    public RefusedException(String message) {
        this(message, null, false);
    }

    public RefusedException(String message, Throwable cause) {
        this(message, cause, false);
    }

    /** {@code unresolved}: it lacks a package or capability that another plug-in may bring. */
    public RefusedException(String message, Throwable cause, boolean unresolved) {
        super(message, cause);
        this.unresolved = unresolved;
    }

    public boolean unresolved() {
        return unresolved;
    }
}
