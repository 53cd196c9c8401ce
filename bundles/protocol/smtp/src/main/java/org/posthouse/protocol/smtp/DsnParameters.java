package org.posthouse.protocol.smtp;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.posthouse.api.mail.Reply;
import org.posthouse.lib.wire.smtp.Xtext;

/** What a sender wants to be told of, RFC 3461 §4: RET and ENVID of MAIL, NOTIFY and ORCPT of RCPT. */
final class DsnParameters {
    /** Longest ENVID, RFC 3461 §4.4. */
    private static final int MAX_ENVID = 100;
    /** Longest ORCPT, RFC 3461 §4.2. */
    private static final int MAX_ORCPT = 500;

    private static final Set<String> OCCASIONS = Set.of("SUCCESS", "FAILURE", "DELAY");

    private DsnParameters() {}

    /** Whether they are known: where the answer to the message tells of each recipient, there is nothing to report. */
    static boolean offered(Desk desk) {
        return desk.dialect() != Dialect.LMTP;
    }

    /** RFC 3461 §4.3. */
    static Optional<Reply> ret(String value) {
        String what = value.toUpperCase(Locale.ROOT);
        return wrongUnless(what.equals("FULL") || what.equals("HDRS"));
    }

    /** RFC 3461 §4.4. */
    static Optional<Reply> envid(String value) {
        return wrongUnless(value.length() <= MAX_ENVID && printable(value));
    }

    /** What is wrong with parameters of RCPT; empty if nothing is. */
    static Optional<Reply> fault(Map<String, String> parameters, Desk desk) {
        if (!parameters.isEmpty() && !offered(desk)) {
            return Optional.of(Answers.PARAMETER_UNKNOWN);
        }
        return parameters.entrySet().stream()
                .flatMap(parameter -> fault(parameter.getKey(), parameter.getValue()).stream())
                .findFirst();
    }

    private static Optional<Reply> fault(String keyword, String value) {
        return switch (keyword) {
            case "NOTIFY" -> notification(value.toUpperCase(Locale.ROOT));
            case "ORCPT" -> originalRecipient(value);
            default -> Optional.of(Answers.PARAMETER_UNKNOWN);
        };
    }

    /** NEVER, or some occasions, RFC 3461 §4.1. */
    private static Optional<Reply> notification(String value) {
        List<String> occasions = Arrays.asList(value.split(",", -1));
        return wrongUnless(value.equals("NEVER")
                || (OCCASIONS.containsAll(occasions) && Set.copyOf(occasions).size() == occasions.size()));
    }

    /** An address and of which type it is, RFC 3461 §4.2. */
    private static Optional<Reply> originalRecipient(String value) {
        int semicolon = value.indexOf(';');
        boolean typed = semicolon > 0 && value.substring(0, semicolon).chars().allMatch(DsnParameters::inType);
        return wrongUnless(value.length() <= MAX_ORCPT && typed && printable(value.substring(semicolon + 1)));
    }

    private static boolean inType(int c) {
        return c < 0x80 && (Character.isLetterOrDigit(c) || c == '-');
    }

    /** Whether it is xtext for graphic characters and blanks of ASCII. */
    private static boolean printable(String xtext) {
        return Xtext.decode(xtext)
                .filter(text -> !text.isEmpty() && text.chars().allMatch(c -> c >= ' ' && c < 0x7f))
                .isPresent();
    }

    private static Optional<Reply> wrongUnless(boolean right) {
        return right ? Optional.empty() : Optional.of(Answers.PARAMETER_WRONG);
    }
}
