package org.posthouse.lib.wire.pop3;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads a line of a client. Keywords in any case, RFC 1939 §3; whatever is wrong becomes a command that says so. */
public final class Pop3Parser {
    /** Longest line of a command with its CRLF. RFC 2449 §4 has 255; names and passwords may be longer here. */
    public static final int MAX_LINE = 1024;
    /** Longest line of a SASL exchange with its CRLF, as RFC 4954 §4 has it for SMTP; an initial response may be as long. */
    public static final int MAX_AUTH_LINE = 12_290;

    private static final int LONGEST_KEYWORD = 4;
    private static final int MOST_DIGITS = 10;
    private static final int MAX_MECHANISM = 20;

    private Pop3Parser() {}

    /** @param octets the line without its end */
    public static Pop3Command parse(byte[] octets) {
        int end = keywordEnd(octets);
        if (end > LONGEST_KEYWORD) {
            return new Pop3Command.Unknown();
        }
        String keyword = new String(octets, 0, end, StandardCharsets.US_ASCII).toUpperCase(Locale.ROOT);
        boolean auth = keyword.equals("AUTH");
        if (octets.length + 2 > (auth ? MAX_AUTH_LINE : MAX_LINE)) {
            return new Pop3Command.Malformed("Line is too long");
        }
        return switch (keyword) {
            case "PASS" -> password(octets, end);
            case "USER" -> user(octets, end);
            case "AUTH" -> auth(octets, end);
            default -> plain(keyword, text(octets, end, octets.length));
        };
    }

    /** The rest of the line is the name: what blanks mean in it is for others to say. */
    private static Pop3Command user(byte[] octets, int end) {
        String name = text(octets, Math.min(end + 1, octets.length), octets.length);
        boolean sane = !name.isBlank() && name.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
        return sane ? new Pop3Command.User(name) : new Pop3Command.Malformed("Syntax: USER name");
    }

    /** Blanks belong to the password, RFC 1939 §7. */
    private static Pop3Command password(byte[] octets, int end) {
        return octets.length > end + 1
                ? new Pop3Command.Pass(Arrays.copyOfRange(octets, end + 1, octets.length))
                : new Pop3Command.Malformed("Syntax: PASS password");
    }

    private static Pop3Command auth(byte[] octets, int end) {
        int from = Math.min(end + 1, octets.length);
        int blank = from;
        while (blank < octets.length && octets[blank] != ' ') {
            blank++;
        }
        String mechanism = text(octets, from, blank);
        boolean known = !mechanism.isEmpty()
                && mechanism.length() <= MAX_MECHANISM
                && mechanism.chars().allMatch(c -> c > 0x20 && c < 0x7f);
        if (!known || blank == octets.length - 1) {
            return new Pop3Command.Malformed("Syntax: AUTH mechanism [initial-response]");
        }
        return new Pop3Command.Auth(
                mechanism,
                blank < octets.length
                        ? Optional.of(Arrays.copyOfRange(octets, blank + 1, octets.length))
                        : Optional.empty());
    }

    private static Pop3Command plain(String keyword, String rest) {
        List<String> arguments =
                rest.isBlank() ? List.of() : List.of(rest.strip().split(" +", -1));
        return switch (keyword) {
            case "STAT" -> alone(new Pop3Command.Stat(), keyword, arguments);
            case "CAPA" -> alone(new Pop3Command.Capa(), keyword, arguments);
            case "STLS" -> alone(new Pop3Command.Stls(), keyword, arguments);
            case "NOOP" -> alone(new Pop3Command.Noop(), keyword, arguments);
            case "RSET" -> alone(new Pop3Command.Rset(), keyword, arguments);
            case "QUIT" -> alone(new Pop3Command.Quit(), keyword, arguments);
            default -> numbered(keyword, arguments);
        };
    }

    private static Pop3Command alone(Pop3Command command, String keyword, List<String> arguments) {
        return arguments.isEmpty() ? command : new Pop3Command.Malformed(keyword + " has no argument");
    }

    private static Pop3Command numbered(String keyword, List<String> arguments) {
        OptionalInt first = arguments.isEmpty() ? OptionalInt.empty() : number(arguments.get(0), 1);
        boolean one = arguments.size() == 1 && first.isPresent();
        boolean oneOrNone = one || arguments.isEmpty();
        return switch (keyword) {
            case "LIST" -> oneOrNone ? new Pop3Command.Listing(first) : wrong("LIST [message]");
            case "UIDL" -> oneOrNone ? new Pop3Command.Uidl(first) : wrong("UIDL [message]");
            case "RETR" -> one ? new Pop3Command.Retr(first.getAsInt()) : wrong("RETR message");
            case "DELE" -> one ? new Pop3Command.Dele(first.getAsInt()) : wrong("DELE message");
            case "TOP" -> top(arguments, first);
            default -> new Pop3Command.Unknown();
        };
    }

    private static Pop3Command top(List<String> arguments, OptionalInt message) {
        OptionalInt lines = arguments.size() == 2 ? number(arguments.get(1), 0) : OptionalInt.empty();
        return message.isPresent() && lines.isPresent()
                ? new Pop3Command.Top(message.getAsInt(), lines.getAsInt())
                : wrong("TOP message lines");
    }

    private static Pop3Command wrong(String syntax) {
        return new Pop3Command.Malformed("Syntax: " + syntax);
    }

    /** Digits only, up to 2147483647; empty if it is less than that or no number. */
    private static OptionalInt number(String digits, int least) {
        boolean plain = digits.length() <= MOST_DIGITS && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        long value = plain ? Long.parseLong(digits) : -1;
        return value >= least && value <= Integer.MAX_VALUE ? OptionalInt.of((int) value) : OptionalInt.empty();
    }

    private static int keywordEnd(byte[] octets) {
        int end = 0;
        while (end < octets.length && octets[end] != ' ') {
            end++;
        }
        return end;
    }

    private static String text(byte[] octets, int from, int to) {
        return new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
