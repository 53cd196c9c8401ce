package org.posthouse.spi.delivery;

import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.route.Route;

/** One attempt for some recipients of a mail that go the same way. */
@ProviderType
public interface Delivery {
    Envelope envelope();

    List<Target> targets();

    Content message();

    /** When the mail arrived at this server. */
    Instant arrived();

    /** When the attempt should be over. */
    Instant deadline();

    /** An end of a recipient's route, and what names this delivery to it for ever. */
    record Target(Recipient recipient, Route route, String operationId) {}
}
