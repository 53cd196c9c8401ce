package org.posthouse.protocol.imap.fetch;

import java.util.List;
import org.posthouse.lib.mime.MailboxAddress;
import org.posthouse.lib.mime.MessageEnvelope;
import org.posthouse.lib.wire.imap.ImapWriter;

/** ENVELOPE as a response, RFC 3501 §7.4.2. */
final class EnvelopeText {
    private EnvelopeText() {}

    static void write(MessageEnvelope envelope, ImapWriter writer) {
        writer.open().nstring(envelope.date()).space().nstring(envelope.subject());
        addresses(envelope.from(), writer);
        addresses(envelope.sender(), writer);
        addresses(envelope.replyTo(), writer);
        addresses(envelope.to(), writer);
        addresses(envelope.cc(), writer);
        addresses(envelope.bcc(), writer);
        writer.space().nstring(envelope.inReplyTo());
        writer.space().nstring(envelope.messageId()).close();
    }

    private static void addresses(List<MailboxAddress> addresses, ImapWriter writer) {
        writer.space();
        if (addresses.isEmpty()) {
            writer.nil();
            return;
        }
        writer.open();
        for (MailboxAddress address : addresses) {
            writer.open().nstring(address.name());
            writer.space().nstring(address.route());
            writer.space().nstring(address.mailbox());
            writer.space().nstring(address.host()).close();
        }
        writer.close();
    }
}
