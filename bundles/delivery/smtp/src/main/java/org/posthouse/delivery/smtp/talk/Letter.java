package org.posthouse.delivery.smtp.talk;

import java.io.IOException;
import java.io.InputStream;
import java.net.IDN;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.MailException;
import org.posthouse.lib.wire.smtp.Paths;
import org.posthouse.lib.wire.smtp.Xtext;
import org.posthouse.spi.delivery.Delivery.Target;

/**
 * A mail, and what it asks of a host.
 *
 * @param eightBit whether an octet of it is above 127, RFC 6152
 */
public record Letter(Envelope envelope, Content message, boolean eightBit) {
    private static final int CHUNK = 64 << 10;

    /** Reads it once. */
    public static Letter of(Envelope envelope, Content message) throws MailException {
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = message.open()) {
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                for (int i = 0; i < length; i++) {
                    if (chunk[i] < 0) {
                        return new Letter(envelope, message, true);
                    }
                }
            }
            return new Letter(envelope, message, false);
        } catch (IOException e) {
            throw MailException.notNow("message could not be read", e);
        }
    }

    /** Whether it can go only to hosts that know RFC 6531. */
    boolean international() {
        return envelope.smtpUtf8()
                || envelope.reversePath().filter(Letter::international).isPresent();
    }

    static boolean international(Address address) {
        return !address.localPart().chars().allMatch(c -> c < 0x80);
    }

    /** MAIL with what this host understands of what the sender asked for. */
    String mail(Session session) {
        StringBuilder line = new StringBuilder("MAIL FROM:").append(path(envelope.reversePath(), session));
        if (session.offers("SIZE")) {
            // RFC 1870 §6.1.
            line.append(" SIZE=").append(message.size());
        }
        if (session.offers("8BITMIME") && eightBit) {
            line.append(" BODY=8BITMIME");
        }
        if (international() && session.offers("SMTPUTF8")) {
            line.append(" SMTPUTF8");
        }
        if (session.offers("DSN")) {
            // RFC 3461 §5.2.1: as they came, or not at all.
            pass(line, "RET", envelope.parameters());
            pass(line, "ENVID", envelope.parameters());
        }
        return line.toString();
    }

    String recipient(Target target, Session session) {
        Address to = target.route().address();
        StringBuilder line = new StringBuilder("RCPT TO:").append(path(Optional.of(to), session));
        if (session.offers("DSN")) {
            Map<String, String> parameters = target.recipient().parameters();
            pass(line, "NOTIFY", parameters);
            pass(line, "ORCPT", parameters);
            Address original = target.recipient().address();
            if (!parameters.containsKey("ORCPT") && !original.equals(to) && !international(original)) {
                // RFC 3461 §5.2.1 (d): what it was before we changed it.
                line.append(" ORCPT=rfc822;").append(Xtext.encode(Paths.print(ascii(original))));
            }
        }
        return line.toString();
    }

    /** Only what is a value of a parameter, RFC 5321 §4.1.2: nothing that comes from elsewhere may end the line. */
    private static void pass(StringBuilder line, String keyword, Map<String, String> parameters) {
        String value = parameters.getOrDefault(keyword, "");
        if (!value.isEmpty() && value.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '=')) {
            line.append(' ').append(keyword).append('=').append(value);
        }
    }

    private static String path(Optional<Address> path, Session session) {
        return Paths.print(session.offers("SMTPUTF8") ? path : path.map(Letter::ascii));
    }

    /** With A-labels, RFC 5890 §2.3.2.1; a domain that has none stays as it is and is refused elsewhere. */
    private static Address ascii(Address address) {
        if (address.domain().chars().allMatch(c -> c < 0x80)) {
            return address;
        }
        try {
            return new Address(address.localPart(), IDN.toASCII(address.domain(), IDN.ALLOW_UNASSIGNED));
        } catch (IllegalArgumentException e) {
            return address;
        }
    }
}
