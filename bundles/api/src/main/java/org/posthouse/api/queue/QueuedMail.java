package org.posthouse.api.queue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Status;

/** A mail in the queue as administrators see it. */
@ProviderType
public interface QueuedMail {
    /** What the whole mail is doing. */
    enum State {
        /** Due or being delivered. */
        ACTIVE,
        /** Waits for its next attempt. */
        DEFERRED,
        /** Stopped until somebody releases it. */
        HELD
    }

    String id();

    Optional<Address> sender();

    List<Step> recipients();

    /** Octets of the message. */
    long size();

    Instant arrived();

    State state();

    /** One recipient that is not done yet: the last status and reply, if it was tried. */
    record Step(Address address, Optional<Status> status, int attempts, Optional<Instant> next, String reply) {}
}
