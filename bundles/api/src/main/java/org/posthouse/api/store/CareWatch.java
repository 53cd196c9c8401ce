package org.posthouse.api.store;

import org.osgi.annotation.versioning.ConsumerType;

/** Looks on while a store is cared for. Called on the thread that does it, so be brief. */
@ConsumerType
public interface CareWatch {
    /**
     * Told again and again how far it is.
     *
     * @param of how much there is to do, as far as that is known by now
     * @param what a phrase behind the numbers: {@code messages checked}
     * @return false ends the work at the next good moment
     */
    boolean on(long done, long of, String what);

    /** Something is not as it should be, or was not. */
    void found(Flaw flaw);
}
