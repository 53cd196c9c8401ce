package org.posthouse.core.queue.dispatch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.mail.Status;
import org.posthouse.lib.wire.smtp.Paths;

/** Tells a sender what could not be delivered: multipart/report of RFC 6522 with a delivery status of RFC 3464 (RFC 6533 where addresses need it). */
record FailureReport(String hostName, String id, Envelope envelope, Instant arrived, Instant now, List<Failed> failed) {
    /** At most so much of the original's header goes back. */
    private static final int HEADER_LIMIT = 64 << 10;

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** A recipient that was given up, and the end at which it failed. */
    record Failed(Recipient recipient, Address end, Status status, String reply) {}

    /** The whole message. The boundary cannot occur in the original: its id is new. */
    byte[] octets(Content original) throws IOException {
        boolean international = international();
        byte[] header = header(original);
        boolean plain = ascii(header);
        String boundary = "=_" + id + "_report";
        StringBuilder text = new StringBuilder(2000);
        top(text, boundary, international || !plain);
        text.append("--").append(boundary).append("\r\nContent-Type: text/plain; charset=utf-8\r\n");
        text.append(international ? "Content-Transfer-Encoding: 8bit\r\n\r\n" : "\r\n");
        human(text);
        text.append("--").append(boundary).append("\r\nContent-Type: message/");
        text.append(
                international
                        ? "global-delivery-status\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
                        : "delivery-status\r\n\r\n");
        status(text);
        text.append("--").append(boundary).append("\r\nContent-Type: ");
        text.append(
                plain
                        ? "text/rfc822-headers\r\n\r\n"
                        : "message/global-headers\r\nContent-Transfer-Encoding: 8bit\r\n\r\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() + header.length + 100);
        out.writeBytes(text.toString().getBytes(StandardCharsets.UTF_8));
        out.writeBytes(header);
        out.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    /** Whether it needs SMTPUTF8 on its way. */
    boolean international() {
        return envelope.reversePath().filter(FailureReport::international).isPresent()
                || failed.stream()
                        .anyMatch(each -> international(each.recipient().address()) || !ascii(each.reply()));
    }

    private void top(StringBuilder text, String boundary, boolean eightBit) {
        text.append("Date: ").append(DATE.format(now));
        text.append("\r\nFrom: Mail Delivery System <MAILER-DAEMON@").append(hostName);
        text.append(">\r\nTo: <").append(Paths.print(envelope.reversePath().orElseThrow()));
        text.append(">\r\nSubject: Undelivered mail returned to sender\r\nMessage-ID: <");
        text.append(id).append('@').append(hostName);
        text.append(">\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n");
        text.append("Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary=\"");
        text.append(boundary).append("\"\r\n");
        text.append(eightBit ? "Content-Transfer-Encoding: 8bit\r\n\r\n" : "\r\n");
    }

    private void human(StringBuilder text) {
        text.append("This is the mail system at ").append(hostName).append(".\r\n\r\n");
        text.append("Your message could not be delivered to the addresses below. It will not be\r\n");
        text.append("tried again.\r\n\r\n");
        for (Failed each : failed) {
            text.append('<').append(Paths.print(each.recipient().address())).append(">:\r\n    ");
            text.append(each.status()).append(' ').append(each.reply()).append("\r\n");
        }
        text.append("\r\nBelow are the details for mail systems, and the header of your message.\r\n\r\n");
    }

    private void status(StringBuilder text) {
        text.append("Reporting-MTA: dns; ").append(hostName);
        text.append("\r\nX-Posthouse-Queue-ID: ").append(envelope.queueId());
        text.append("\r\nArrival-Date: ").append(DATE.format(arrived)).append("\r\n");
        String envid = envelope.parameters().getOrDefault("ENVID", "");
        if (!envid.isEmpty()) {
            text.append("Original-Envelope-Id: ").append(envid).append("\r\n");
        }
        for (Failed each : failed) {
            String original = each.recipient().parameters().getOrDefault("ORCPT", "");
            text.append("\r\n");
            if (!original.isEmpty()) {
                text.append("Original-Recipient: ").append(original).append("\r\n");
            }
            Address address = each.recipient().address();
            text.append("Final-Recipient: ").append(international(address) ? "utf-8; " : "rfc822; ");
            text.append(Paths.print(address))
                    .append("\r\nAction: failed\r\nStatus: ")
                    .append(each.status());
            text.append("\r\nDiagnostic-Code: smtp; ")
                    .append(each.status())
                    .append(' ')
                    .append(each.reply());
            text.append("\r\nLast-Attempt-Date: ").append(DATE.format(now)).append("\r\n");
        }
        text.append("\r\n");
    }

    /** The header section, without the empty line; cut between lines where it is too long. */
    private static byte[] header(Content original) throws IOException {
        byte[] start = original.bytes(0, HEADER_LIMIT);
        String octets = new String(start, StandardCharsets.ISO_8859_1);
        int end = octets.startsWith("\r\n") ? 0 : octets.indexOf("\r\n\r\n") + 2;
        if (end == 1) {
            end = octets.lastIndexOf("\r\n") + 2;
        }
        return octets.substring(0, Math.max(0, end == 1 ? 0 : end)).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean international(Address address) {
        return !ascii(address.toString());
    }

    private static boolean ascii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static boolean ascii(byte[] octets) {
        for (byte octet : octets) {
            if (octet < 0) {
                return false;
            }
        }
        return true;
    }
}
