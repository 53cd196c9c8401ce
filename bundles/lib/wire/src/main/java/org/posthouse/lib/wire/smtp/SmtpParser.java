package org.posthouse.lib.wire.smtp;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.posthouse.api.mail.Address;

/** Reads a command line. Whatever the octets, the answer is a command; it never fails otherwise. */
public final class SmtpParser {
    /** Longest command line with its CRLF, RFC 5321 §4.5.3.1.4. */
    public static final int MAX_LINE = 512;
    /** Longest MAIL line: SIZE (RFC 1870 §3), BODY (RFC 6152 §2), AUTH (RFC 4954 §3), RET and ENVID (RFC 3461 §4) make it longer. */
    public static final int MAX_MAIL_LINE = MAX_LINE + 26 + 17 + 500 + 9 + 107;
    /** Longest RCPT line: NOTIFY and ORCPT make it longer, RFC 3461 §5.4. */
    public static final int MAX_RCPT_LINE = MAX_LINE + 36 + 507;
    /** Longest AUTH line, and line within its exchange, with its CRLF, RFC 4954 §4. */
    public static final int MAX_AUTH_LINE = 12_288;

    private static final int MAX_NAME = 255;
    private static final int MAX_VERB = 20;
    private static final int MAX_MECHANISM = 20;
    private static final int MAX_PARAMETERS = 20;

    private static final Pattern CHUNK = Pattern.compile("([0-9]{1,20})( +LAST)? *", Pattern.CASE_INSENSITIVE);

    private SmtpParser() {}

    /** @param octets the line without its CRLF */
    public static SmtpCommand parse(byte[] octets) {
        // Octets above 127 become characters above 127, so that they are seen and refused where they stand.
        String line = new String(octets, StandardCharsets.ISO_8859_1);
        Cursor cursor = new Cursor(line, 0);
        String verb = cursor.word().toUpperCase(Locale.ROOT);
        try {
            return known(verb, cursor, line);
        } catch (Fault e) {
            return new SmtpCommand.Malformed(printable(verb), e.reply());
        }
    }

    private static SmtpCommand known(String verb, Cursor cursor, String line) throws Fault {
        return switch (verb) {
            case "EHLO" -> new SmtpCommand.Ehlo(name(cursor, line));
            case "HELO" -> new SmtpCommand.Helo(name(cursor, line));
            case "LHLO" -> new SmtpCommand.Lhlo(name(cursor, line));
            case "MAIL" -> mail(cursor, line);
            case "RCPT" -> rcpt(cursor, line);
            case "AUTH" -> auth(cursor, line);
            case "BDAT" -> bdat(cursor, line);
            case "DATA" -> alone(new SmtpCommand.Data(), cursor, line);
            case "RSET" -> alone(new SmtpCommand.Rset(), cursor, line);
            case "QUIT" -> alone(new SmtpCommand.Quit(), cursor, line);
            case "STARTTLS" -> alone(new SmtpCommand.StartTls(), cursor, line);
            case "NOOP" -> {
                text(cursor, line);
                yield new SmtpCommand.Noop();
            }
            case "HELP" -> {
                text(cursor, line);
                yield new SmtpCommand.Help();
            }
            case "VRFY" -> new SmtpCommand.Vrfy(argument(cursor, line));
            case "EXPN" -> new SmtpCommand.Expn(argument(cursor, line));
            default -> new SmtpCommand.Unknown(printable(verb));
        };
    }

    private static SmtpCommand alone(SmtpCommand command, Cursor cursor, String line) throws Fault {
        if (!text(cursor, line).isEmpty()) {
            throw Fault.arguments(command.verb() + " has no argument");
        }
        return command;
    }

    /** RFC 5321 §4.1.4 forbids to refuse names that are merely odd, so only what could never be one is refused. */
    private static String name(Cursor cursor, String line) throws Fault {
        String name = argument(cursor, line);
        if (name.length() > MAX_NAME || !name.chars().allMatch(Ascii::graphic)) {
            throw Fault.arguments("That is not a host name");
        }
        return name;
    }

    private static SmtpCommand mail(Cursor cursor, String line) throws Fault {
        within(line, MAX_MAIL_LINE);
        prefix(cursor, "FROM:");
        ascii(line);
        Optional<Address> path = Paths.reverse(cursor);
        return new SmtpCommand.Mail(path, parameters(cursor));
    }

    private static SmtpCommand rcpt(Cursor cursor, String line) throws Fault {
        within(line, MAX_RCPT_LINE);
        prefix(cursor, "TO:");
        ascii(line);
        Address path = Paths.forward(cursor);
        return new SmtpCommand.Rcpt(path, parameters(cursor));
    }

    /** RFC 3030 §2; more octets than a long counts are none. */
    private static SmtpCommand bdat(Cursor cursor, String line) throws Fault {
        Matcher chunk = CHUNK.matcher(text(cursor, line));
        try {
            if (chunk.matches()) {
                return new SmtpCommand.Bdat(Long.parseLong(chunk.group(1)), chunk.group(2) != null);
            }
        } catch (NumberFormatException e) {
            throw Fault.arguments("Chunks are not that large");
        }
        throw Fault.arguments("Syntax: BDAT octets [LAST]");
    }

    /** Blanks after the colon are wrong, RFC 5321 §3.3, and so common that everybody takes them. */
    private static void prefix(Cursor cursor, String word) throws Fault {
        if (!cursor.skipBlanks() || !cursor.acceptWord(word)) {
            throw Fault.arguments("Syntax: " + (word.equals("TO:") ? "RCPT TO:<address>" : "MAIL FROM:<address>"));
        }
        cursor.skipBlanks();
    }

    /** ESMTP parameters, RFC 5321 §4.1.2. */
    private static Map<String, String> parameters(Cursor cursor) throws Fault {
        Map<String, String> parameters = new LinkedHashMap<>();
        while (!cursor.done()) {
            cursor.skipBlanks();
            if (cursor.done()) {
                break;
            }
            String parameter = cursor.word();
            int equals = parameter.indexOf('=');
            String keyword = (equals < 0 ? parameter : parameter.substring(0, equals)).toUpperCase(Locale.ROOT);
            String value = equals < 0 ? "" : parameter.substring(equals + 1);
            if (!keyword(keyword) || (equals >= 0 && !value(value))) {
                throw Fault.arguments("A parameter is KEYWORD or KEYWORD=value");
            }
            if (parameters.put(keyword, value) != null || parameters.size() > MAX_PARAMETERS) {
                throw Fault.arguments("A parameter is given twice, or there are too many");
            }
        }
        return parameters;
    }

    private static boolean keyword(String keyword) {
        return !keyword.isEmpty()
                && Ascii.letterOrDigit(keyword.charAt(0))
                && keyword.chars().allMatch(c -> Ascii.letterOrDigit(c) || c == '-');
    }

    private static boolean value(String value) {
        return !value.isEmpty() && value.chars().allMatch(c -> Ascii.graphic(c) && c != '=');
    }

    private static SmtpCommand auth(Cursor cursor, String line) throws Fault {
        within(line, MAX_AUTH_LINE);
        cursor.skipBlanks();
        String mechanism = cursor.word().toUpperCase(Locale.ROOT);
        boolean good = !mechanism.isEmpty()
                && mechanism.length() <= MAX_MECHANISM
                && mechanism.chars().allMatch(c -> Ascii.letterOrDigit(c) || c == '-' || c == '_');
        cursor.skipBlanks();
        String response = cursor.rest();
        if (!good || !response.chars().allMatch(Ascii::graphic)) {
            throw Fault.arguments("Syntax: AUTH mechanism [initial-response]");
        }
        return new SmtpCommand.Auth(mechanism, response.isEmpty() ? Optional.empty() : Optional.of(response));
    }

    /** An argument that must be there. */
    private static String argument(Cursor cursor, String line) throws Fault {
        String text = text(cursor, line);
        if (text.isEmpty()) {
            throw Fault.arguments("An argument is missing");
        }
        return text;
    }

    /** What follows the verb, within the limit of a line. */
    private static String text(Cursor cursor, String line) throws Fault {
        within(line, MAX_LINE);
        return cursor.rest();
    }

    private static void within(String line, int max) throws Fault {
        if (line.length() + 2 > max) {
            throw Fault.unreadable("Line too long");
        }
    }

    private static void ascii(String line) throws Fault {
        if (line.chars().anyMatch(c -> c > 0x7f)) {
            throw Fault.nonAscii();
        }
    }

    private static String printable(String verb) {
        String cut = verb.substring(0, Math.min(verb.length(), MAX_VERB));
        return cut.chars().allMatch(Ascii::graphic) ? cut : "?";
    }
}
