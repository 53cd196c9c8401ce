package org.posthouse.protocol.smtp;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.mail.Reply;
import org.posthouse.lib.wire.smtp.Xtext;

/** Parameters of MAIL: SIZE (RFC 1870), BODY (RFC 6152), RET and ENVID (RFC 3461 §4), and AUTH where users log in (RFC 4954 §5). */
final class MailParameters {
    /** Longest SIZE value, RFC 1870 §4. */
    private static final int MAX_DIGITS = 20;

    private MailParameters() {}

    /** What is wrong with them; empty if nothing is. */
    static Optional<Reply> fault(Map<String, String> parameters, Desk desk) {
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            Optional<Reply> fault = fault(parameter.getKey(), parameter.getValue(), desk);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private static Optional<Reply> fault(String keyword, String value, Desk desk) {
        return switch (keyword) {
            case "SIZE" -> size(value, desk.settings().maxMessageSize());
            case "BODY" -> body(value.toUpperCase(Locale.ROOT));
            case "AUTH" -> Login.offered(desk) ? identity(value) : Optional.of(Answers.PARAMETER_UNKNOWN);
            case "RET" ->
                DsnParameters.offered(desk) ? DsnParameters.ret(value) : Optional.of(Answers.PARAMETER_UNKNOWN);
            case "ENVID" ->
                DsnParameters.offered(desk) ? DsnParameters.envid(value) : Optional.of(Answers.PARAMETER_UNKNOWN);
            default -> Optional.of(Answers.PARAMETER_UNKNOWN);
        };
    }

    private static Optional<Reply> size(String value, long max) {
        if (value.isEmpty() || value.length() > MAX_DIGITS || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.of(Answers.PARAMETER_WRONG);
        }
        boolean tooLarge = new BigInteger(value).compareTo(BigInteger.valueOf(max)) > 0;
        return tooLarge ? Optional.of(Answers.TOO_LARGE) : Optional.empty();
    }

    private static Optional<Reply> body(String value) {
        return value.equals("7BIT") || value.equals("8BITMIME")
                ? Optional.empty()
                : Optional.of(Answers.PARAMETER_WRONG);
    }

    /** Read, and not relied upon: who submits is who logged in. */
    private static Optional<Reply> identity(String value) {
        return value.equals("<>")
                        || Xtext.decode(value).filter(text -> !text.isEmpty()).isPresent()
                ? Optional.empty()
                : Optional.of(Answers.PARAMETER_WRONG);
    }
}
