package org.posthouse.core.pipeline;

import java.util.List;
import java.util.Optional;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.net.Client;
import org.posthouse.api.pipeline.Via;

/** What is judged: a connection, or a mail of it. */
interface Judged {
    Client client();

    Via via();

    Optional<String> helo();

    Envelope envelope();

    /** The filters, in order. */
    List<Slot> slots();

    /** What has been judged and not refused, in order: what a new version of a filter judges first. */
    List<Moment> history();

    /** This has been judged and was not refused. */
    void happened(Moment moment);

    /** The message, once it is there. */
    default Optional<Arrived> arrived() {
        return Optional.empty();
    }
}
