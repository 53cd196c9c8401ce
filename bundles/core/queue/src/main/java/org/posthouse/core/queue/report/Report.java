package org.posthouse.core.queue.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Envelope;
import org.posthouse.lib.wire.smtp.Paths;

/**
 * A delivery status notification: multipart/report of RFC 6522 with a delivery status of RFC 3464 (RFC 6533 where addresses need it).
 *
 * @param id its own queue id
 * @param to who is told: the sender, or the postmaster where there is none
 * @param envelope that of the mail it is about
 * @param told what it tells: of one at least
 */
public record Report(
        String hostName, String id, Address to, Envelope envelope, Instant arrived, Instant now, List<Told> told) {
    static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    public Report {
        told = List.copyOf(told);
        if (told.isEmpty()) {
            throw new IllegalArgumentException("a report tells of somebody");
        }
    }

    /** A report as it is put into the queue: the mail, and whether it needs 8BITMIME and SMTPUTF8 on its way. */
    public record Written(Content message, boolean eightBit, boolean international) {}

    /** The worst it has to tell. */
    Action tone() {
        return told.stream().map(Told::action).min(Action::compareTo).orElseThrow();
    }

    /** Whether the mail has no sender who could be told. */
    boolean orphan() {
        return envelope.reversePath().isEmpty();
    }

    /**
     * The whole mail. The original is read while it is, and not kept.
     *
     * @param mostReturned octets: a larger original goes back by its header alone
     */
    public Written write(Content message, long mostReturned) throws IOException {
        Original original = Original.of(message, wholeWanted() ? mostReturned : -1);
        String boundary = "=_" + id + "_report";
        String status = StatusText.of(this);
        boolean eightBit = !original.ascii() || !ascii(status);
        StringBuilder head = new StringBuilder(2000);
        top(head, boundary, original, eightBit);
        text(head, boundary, HumanText.of(this, original));
        head.append("--").append(boundary).append("\r\nContent-Type: message/");
        head.append(
                ascii(status)
                        ? "delivery-status\r\n\r\n"
                        : "global-delivery-status\r\nContent-Transfer-Encoding: 8bit\r\n\r\n");
        head.append(status);
        head.append("--").append(boundary).append("\r\nContent-Type: ").append(original.mediaType());
        head.append(original.ascii() ? "\r\n\r\n" : "\r\nContent-Transfer-Encoding: 8bit\r\n\r\n");
        byte[] tail = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII);
        Content whole = Content.join(List.of(
                Content.of(head.toString().getBytes(StandardCharsets.UTF_8)), original.returned(), Content.of(tail)));
        return new Written(whole, eightBit, !ascii(to.toString()));
    }

    /** RFC 3461 §6.2: with failures, if the sender wants it. A postmaster needs what there is to find out what it was. */
    private boolean wholeWanted() {
        String ret = envelope.parameters().getOrDefault("RET", "HDRS");
        return tone() == Action.FAILED && (orphan() || ret.equalsIgnoreCase("FULL"));
    }

    private void top(StringBuilder head, String boundary, Original original, boolean eightBit) {
        head.append("Date: ").append(DATE.format(now));
        head.append("\r\nFrom: Mail Delivery System <MAILER-DAEMON@").append(hostName);
        // A bare postmaster is no address in a header, RFC 5322 §3.4.1.
        Address inHeader = to.domain().isEmpty() ? new Address(to.localPart(), hostName) : to;
        head.append(">\r\nTo: <").append(Paths.print(inHeader));
        head.append(">\r\nSubject: ").append(subject());
        head.append("\r\nMessage-ID: <").append(id).append('@').append(hostName).append(">\r\n");
        original.messageId()
                .ifPresent(about -> head.append("In-Reply-To: ").append(about).append("\r\n"));
        head.append("Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n");
        head.append("Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary=\"");
        head.append(boundary).append("\"\r\n");
        head.append(eightBit ? "Content-Transfer-Encoding: 8bit\r\n\r\n" : "\r\n");
    }

    private String subject() {
        return switch (tone()) {
            case FAILED -> orphan() ? "Undelivered mail that names no sender" : "Undelivered mail returned to sender";
            case DELAYED -> "Delayed mail: not delivered yet, and tried on";
            case DELIVERED, EXPANDED -> "Delivered mail";
            case RELAYED -> "Mail handed to the next server";
        };
    }

    private static void text(StringBuilder head, String boundary, String text) {
        head.append("--").append(boundary).append("\r\nContent-Type: text/plain; charset=utf-8\r\n");
        if (ascii(text)) {
            head.append("\r\n").append(text).append("\r\n");
        } else {
            byte[] octets = text.getBytes(StandardCharsets.UTF_8);
            head.append("Content-Transfer-Encoding: base64\r\n\r\n");
            head.append(Base64.getMimeEncoder().encodeToString(octets)).append("\r\n");
        }
    }

    static boolean ascii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }
}
