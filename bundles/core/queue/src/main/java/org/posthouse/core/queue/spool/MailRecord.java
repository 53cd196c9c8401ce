package org.posthouse.core.queue.spool;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.Recipient;
import org.posthouse.lib.segments.FieldReader;
import org.posthouse.lib.segments.Fields;

/**
 * The meta part of a mail's record: everything but its content. Content that is too big for the log lies in a file of its own, named by
 * the serial, with this checksum.
 */
record MailRecord(
        long serial, Instant arrived, Instant notBefore, long size, Optional<Integer> fileCrc, Envelope envelope) {
    static final int TYPE = 16;

    private static final int LEVEL = 1;

    byte[] encode() {
        Fields fields = new Fields().number(LEVEL).number(serial).number(arrived.toEpochMilli());
        fields.number(notBefore.equals(Instant.MAX) ? Long.MAX_VALUE : notBefore.toEpochMilli());
        fields.number(size);
        fields.flag(fileCrc.isPresent());
        fileCrc.ifPresent(fields::number);
        fields.text(envelope.queueId());
        fields.flag(envelope.reversePath().isPresent());
        envelope.reversePath().ifPresent(fields::address);
        fields.text(envelope.submitter().map(AccountId::value).orElse(""));
        fields.texts(envelope.parameters());
        fields.number(envelope.recipients().size());
        for (Recipient recipient : envelope.recipients()) {
            fields.address(recipient.address()).texts(recipient.parameters());
        }
        return fields.octets();
    }

    static MailRecord decode(byte[] octets) throws IOException {
        return decode(new FieldReader(octets));
    }

    static MailRecord decode(FieldReader fields) throws IOException {
        fields.level(LEVEL);
        long serial = fields.number();
        Instant arrived = Instant.ofEpochMilli(fields.number());
        long notBefore = fields.number();
        long size = fields.number();
        Optional<Integer> fileCrc = fields.flag() ? Optional.of((int) fields.number()) : Optional.empty();
        Envelope.Builder envelope = Envelope.builder(fields.text());
        if (fields.flag()) {
            envelope.reversePath(fields.address());
        }
        String submitter = fields.text();
        if (!submitter.isEmpty()) {
            envelope.submitter(new AccountId(submitter));
        }
        fields.texts().forEach(envelope::parameter);
        for (long left = fields.number(); left > 0; left--) {
            Address address = fields.address();
            envelope.recipient(new Recipient(address, fields.texts()));
        }
        Instant from = notBefore == Long.MAX_VALUE ? Instant.MAX : Instant.ofEpochMilli(notBefore);
        return new MailRecord(serial, arrived, from, size, fileCrc, envelope.build());
    }
}
