package org.posthouse.api.pipeline;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.mail.Reply;
import org.posthouse.api.net.Client;

/**
 * The pipeline as protocols see it. Transactions live here under an id, so that a protocol's versions can change in the midst of one;
 * they end with {@link #finish}, {@link #abort} or their connection. Judged by filters at every step, under core's own rule that nobody
 * relays who has neither logged in nor been permitted explicitly. A MailException means: not decided, 4xx, and the step may be tried again.
 */
@ProviderType
public interface Intake {
    /** A client has come: 220, or a refusal after which the protocol says good-bye. */
    Reply connect(Client client, Via via) throws MailException;

    /** EHLO, HELO or LHLO with this name. */
    Reply helo(Client client, Via via, String name) throws MailException;

    /** MAIL. The transaction id is the queue id, and only there if accepted. */
    Begun begin(Start start) throws MailException;

    /** RCPT. */
    Reply recipient(String transaction, Recipient recipient) throws MailException;

    /**
     * The message is here. Returns when it is durable in the queue (250), refused, or, for LMTP, delivered: then one reply per accepted
     * recipient, in order; otherwise one. The transaction has ended, however this returns.
     */
    List<Reply> finish(String transaction, Content message) throws MailException;

    /** Ends a transaction; nothing if there is none. */
    void abort(String transaction);

    /** Ends a transaction whose message the protocol itself refuses with this reply: what became of the mail. Nothing if there is none. */
    void refuse(String transaction, Reply reply);

    /** The filters in the order in which they judge, per stage. */
    List<Step> order();

    /** Name of the setting of {@code org.posthouse.core.pipeline} that says which plug-ins judge first, in order. */
    String ORDER_SETTING = "filterOrder";

    /**
     * MAIL, and what is known before it.
     *
     * @param protocol for the Received field, RFC 3848: SMTP, ESMTP, ESMTPS, ESMTPSA, LMTP …
     * @param parameters MAIL parameters, keywords in upper case
     */
    record Start(
            Client client,
            Via via,
            String protocol,
            Optional<String> helo,
            Optional<Address> reversePath,
            Optional<AccountId> submitter,
            Map<String, String> parameters) {
        public Start {
            parameters = Map.copyOf(parameters);
        }
    }

    /** The reply to MAIL, and the transaction if it was accepted. */
    record Begun(Reply reply, Optional<String> transaction) {}

    /**
     * One filter at one stage; state is live, away, failing (its breaker is open) or out (until it is replaced). What happens to mail
     * that it does not judge is pass, defer or hold.
     */
    record Step(
            String stage, int rank, String plugin, String version, String state, String onAbsence, String onFailure) {}
}
