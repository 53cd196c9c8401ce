package org.posthouse.lib.mime;

import java.util.List;
import java.util.Optional;

/**
 * The fields of ENVELOPE, RFC 3501 §7.4.2, raw as sent and unfolded, one char per octet. A field that is not there is empty; sender
 * and reply-to are those of from then.
 */
public record MessageEnvelope(
        Optional<String> date,
        Optional<String> subject,
        List<MailboxAddress> from,
        List<MailboxAddress> sender,
        List<MailboxAddress> replyTo,
        List<MailboxAddress> to,
        List<MailboxAddress> cc,
        List<MailboxAddress> bcc,
        Optional<String> inReplyTo,
        Optional<String> messageId) {
    /** Of a message without a header. */
    public static final MessageEnvelope NONE = new MessageEnvelope(
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty());

    public MessageEnvelope {
        from = List.copyOf(from);
        sender = sender.isEmpty() ? from : List.copyOf(sender);
        replyTo = replyTo.isEmpty() ? from : List.copyOf(replyTo);
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        bcc = List.copyOf(bcc);
    }
}
