package org.posthouse.api.queue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.annotation.versioning.ProviderType;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.MailException;

/** Mail on its way. */
@ProviderType
public interface MailQueue {
    /** A new queue id, unique over restarts; times sort as they were made. */
    String newId();

    /**
     * Takes a mail over. Returns when envelope and message are safe on disk, and only then may anyone say 250; on a failure of kind
     * UNKNOWN nothing may be said to the sender but 4xx. Content and envelope are copied. A second mail under the id of one that is
     * still here changes nothing.
     *
     * @param notBefore when the first attempt may be made; in the past: at once; {@link Instant#MAX}: the mail is HELD until released
     */
    void enqueue(Envelope envelope, Content message, Instant notBefore) throws MailException;

    /** Delivers now, to all recipients, without the spool (LMTP, RFC 2033): one outcome per recipient in order, durable where delivered. */
    List<Outcome> deliver(Envelope envelope, Content message) throws MailException;

    /** Everything that waits, oldest first. */
    List<QueuedMail> list() throws MailException;

    /** The same, in no order, and each only made when it is looked at: for those who look at very many and keep few. */
    default Stream<QueuedMail> waiting() throws MailException {
        return list().stream();
    }

    /** What is wrong with the queue itself, in sentences: mail that was taken and cannot be read, say. Answers at once. */
    default List<String> troubles() {
        return List.of();
    }

    Optional<QueuedMail> find(String queueId) throws MailException;

    /** The message of a mail that waits; the caller closes it. It stays readable until then. */
    Optional<Content> message(String queueId) throws MailException;

    /**
     * Does it with every mail that fits, oldest first; durable on return. A mail under delivery is waited for some seconds; who is under
     * way still, or has nothing to be done (one that is not held cannot be released), is left as it is.
     *
     * @return the ids of those it was done with
     */
    List<String> apply(QueueAction action, Selection selection) throws MailException;
}
