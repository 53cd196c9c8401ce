package org.posthouse.protocol.imap.commands;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.posthouse.api.store.Mailbox;
import org.posthouse.protocol.imap.session.Completion;

/** Names of mailboxes and their levels, RFC 3501 §5.1. */
final class Names {
    private static final int MAX_OCTETS = 512;
    private static final int MAX_LEVELS = 32;

    private Names() {}

    /** Why no mailbox can be made under this name, if so. */
    static Optional<Completion> refusal(String name) {
        List<String> levels = Arrays.asList(name.split("/", -1));
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_OCTETS || levels.size() > MAX_LEVELS) {
            return Optional.of(Completion.no("LIMIT", "Name is too long or too deep"));
        }
        boolean good = levels.stream().allMatch(Names::goodLevel)
                && !name.startsWith("#")
                && Normalizer.isNormalized(name, Normalizer.Form.NFC);
        return good ? Optional.empty() : Optional.of(Completion.no("CANNOT", "No mailbox can have this name"));
    }

    private static boolean goodLevel(String level) {
        return !level.isBlank()
                && !level.equals(".")
                && !level.equals("..")
                && level.chars().noneMatch(c -> Character.isISOControl(c) || c == '%' || c == '*' || c == '\\');
    }

    static boolean isInbox(String name) {
        return name.equals(Mailbox.INBOX);
    }

    /** Whether the name lies below the other one. */
    static boolean isBelow(String name, String above) {
        return name.startsWith(above + Mailbox.SEPARATOR);
    }

    /** Whether any of them lies below the name. */
    static boolean hasBelow(Collection<String> names, String above) {
        return names.stream().anyMatch(name -> isBelow(name, above));
    }

    /** The name that a client means who ended it with the separator, RFC 3501 §6.3.3. */
    static String withoutLastSeparator(String name) {
        int last = name.length() - 1;
        return last > 0 && name.charAt(last) == Mailbox.SEPARATOR ? name.substring(0, last) : name;
    }
}
