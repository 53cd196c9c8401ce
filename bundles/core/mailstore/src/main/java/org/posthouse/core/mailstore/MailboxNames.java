package org.posthouse.core.mailstore;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.text.Normalizer;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.MailException.Kind;
import org.posthouse.api.mail.Status;
import org.posthouse.api.store.Mailbox;

/**
 * What a mailbox may be called: levels that are not empty, in Unicode's composed form (NFC, as RFC 5198 §3 asks), without control
 * characters, wildcards of LIST, or the mark of a namespace; INBOX is spelled so, RFC 3501 §5.1.
 */
final class MailboxNames {
    private static final int LONGEST_LEVEL = 255;
    private static final int LONGEST = 1_000;
    private static final int DEEPEST = 32;
    private static final Status MAILBOX = new Status(5, 2, 0);

    private MailboxNames() {}

    /** The name in the form in which it is kept, whether or not it is allowed. */
    static String normal(String name) {
        String composed = Normalizer.normalize(name, Normalizer.Form.NFC);
        int level = composed.indexOf(Mailbox.SEPARATOR);
        String first = level < 0 ? composed : composed.substring(0, level);
        return first.equalsIgnoreCase(Mailbox.INBOX) ? Mailbox.INBOX + composed.substring(first.length()) : composed;
    }

    /** The name in the form in which it is kept; a PERMANENT failure if it is not allowed. */
    static String checked(String name) throws MailException {
        String normal = normal(name);
        if (normal.getBytes(UTF_8).length > LONGEST) {
            throw refused("The mailbox's name is too long");
        }
        String[] levels = normal.split(String.valueOf(Mailbox.SEPARATOR), -1);
        if (levels.length > DEEPEST) {
            throw refused("The mailbox's name has too many levels");
        }
        for (String level : levels) {
            if (level.isEmpty()) {
                throw refused("A level of the mailbox's name is empty");
            }
            if (level.getBytes(UTF_8).length > LONGEST_LEVEL) {
                throw refused("A level of the mailbox's name is too long");
            }
        }
        if (normal.startsWith("#") || !normal.codePoints().allMatch(MailboxNames::allowed)) {
            throw refused("The mailbox's name has a character that is not allowed");
        }
        return normal;
    }

    private static boolean allowed(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> c != '*' && c != '%' && (c & 0xfffe) != 0xfffe;
        };
    }

    static boolean isInbox(String name) {
        return normal(name).equals(Mailbox.INBOX);
    }

    static MailException refused(String why) {
        return new MailException(Kind.PERMANENT, MAILBOX, why);
    }
}
