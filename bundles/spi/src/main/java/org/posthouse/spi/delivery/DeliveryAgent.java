package org.posthouse.spi.delivery;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.queue.Outcome;

/** Brings mail to its last or next place. Registered with the property {@value #TRANSPORT}. */
@ConsumerType
public interface DeliveryAgent {
    /** Service property: local (mailboxes of ours) or smtp (other hosts). */
    String TRANSPORT = "posthouse.transport";

    /**
     * One outcome for each target, in order. What is said to be delivered is durable. A failure of the whole is a failure of each.
     * Called again with the same operation id after a crash: what was delivered is not delivered a second time where that can be known.
     */
    List<Outcome> deliver(Delivery delivery) throws MailException;
}
