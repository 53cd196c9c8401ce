package org.posthouse.core.plugins.folder;

import java.util.List;
import org.posthouse.core.plugins.resolve.Lack;
import org.posthouse.core.plugins.resolve.Offer;
import org.posthouse.core.plugins.resolve.Why;

/** A jar that cannot be used, or a version that cannot run. The message says why, for an administrator. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Why why;
    private final boolean unresolved;

    public RefusedException(String message) {
        this(message, null, Why.UNKNOWN, false);
    }

    public RefusedException(String message, Throwable cause) {
        this(message, cause, Why.UNKNOWN, false);
    }

    /** A version that starts, but not with all that it should. */
    public RefusedException(String message, Why why) {
        this(message, null, why, false);
    }

    private RefusedException(String message, Throwable cause, Why why, boolean unresolved) {
        super(message, cause);
        this.why = why;
        this.unresolved = unresolved;
    }

    /** It lacks packages or capabilities, which another plug-in may bring. */
    public static RefusedException unresolved(String message, Throwable cause, List<Lack> lacks) {
        return new RefusedException(message, cause, new Why(lacks, List.of(), List.of()), true);
    }

    /** The same, of a version that would have had these for others. */
    public RefusedException offering(List<Offer> offers) {
        return new RefusedException(getMessage(), this, why().offering(offers), unresolved);
    }

    public Why why() {
        return why == null ? Why.UNKNOWN : why;
    }

    public boolean unresolved() {
        return unresolved;
    }
}
