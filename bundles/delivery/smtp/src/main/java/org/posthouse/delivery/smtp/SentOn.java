package org.posthouse.delivery.smtp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.delivery.smtp.talk.Letter;
import org.posthouse.lib.mime.HeaderFields;
import org.posthouse.lib.wire.smtp.Paths;
import org.posthouse.spi.delivery.Delivery.Target;

/**
 * Mail that an address of ours sends on to another host: it bears that address in a Delivered-To field, RFC 9228 §4, and so is known
 * when it comes back.
 */
final class SentOn {
    private static final String FIELD = "Delivered-To";
    /** They stand near the top; nobody reads megabytes to find them. */
    private static final int LIMIT = 256 << 10;

    private SentOn() {}

    /** The address that sends it on; empty if it goes to whom it was for. */
    static Optional<Address> by(Target target) {
        Address recipient = target.recipient().address();
        boolean same =
                recipient.toString().equalsIgnoreCase(target.route().address().toString());
        return same ? Optional.empty() : Optional.of(recipient);
    }

    /**
     * The mail as it is sent on; empty if this address has sent it on, or taken it, before. Not to be closed: the message is that of
     * the letter.
     *
     * @param by empty: it goes as it is
     */
    static Optional<Letter> marked(Letter letter, Optional<Address> by) throws MailException {
        if (by.isEmpty()) {
            return Optional.of(letter);
        }
        String name = Paths.print(by.get());
        if (trail(letter).stream().anyMatch(name::equalsIgnoreCase)) {
            return Optional.empty();
        }
        Content field = Content.of((FIELD + ": " + name + "\r\n").getBytes(StandardCharsets.UTF_8));
        boolean eightBit = letter.eightBit() || name.chars().anyMatch(c -> c > 127);
        return Optional.of(new Letter(letter.envelope(), Content.join(List.of(field, letter.message())), eightBit));
    }

    private static List<String> trail(Letter letter) throws MailException {
        try {
            return HeaderFields.read(letter.message(), LIMIT).all(FIELD).stream()
                    .map(String::strip)
                    .toList();
        } catch (IOException e) {
            throw MailException.notNow("message could not be read", e);
        }
    }
}
