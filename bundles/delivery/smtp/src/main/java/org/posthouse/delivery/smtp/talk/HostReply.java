package org.posthouse.delivery.smtp.talk;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.posthouse.api.mail.Status;

/**
 * What another host has replied, RFC 5321 §4.2.
 *
 * @param lines without code and line end, printable ASCII; at least one
 */
record HostReply(int code, List<String> lines) {
    private static final Pattern ENHANCED = Pattern.compile("([245])\\.(\\d{1,3})\\.(\\d{1,3})(?: +|$)");
    private static final int LONGEST_TEXT = 400;

    HostReply {
        lines = List.copyOf(lines);
        if (code < 200 || code > 599 || lines.isEmpty()) {
            throw new IllegalArgumentException("no reply: " + code);
        }
    }

    boolean positive() {
        return code < 300;
    }

    boolean intermediate() {
        return code / 100 == 3;
    }

    boolean permanent() {
        return code >= 500;
    }

    /** The enhanced one of RFC 2034 if it is of the class of the code, else one of that class that says no more. */
    Status status() {
        int kind = intermediate() ? 4 : code / 100;
        return enhanced().filter(status -> status.kind() == kind).orElse(new Status(kind, 0, 0));
    }

    private Optional<Status> enhanced() {
        Matcher matcher = ENHANCED.matcher(lines.get(0));
        return matcher.lookingAt()
                ? Optional.of(new Status(
                        Integer.parseInt(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        Integer.parseInt(matcher.group(3))))
                : Optional.empty();
    }

    /** All of it in one line: the code, and its enhanced code once. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder().append(code);
        for (int i = 0; i < lines.size() && text.length() < LONGEST_TEXT; i++) {
            String line = i == 0 ? lines.get(i) : ENHANCED.matcher(lines.get(i)).replaceFirst("");
            text.append(' ').append(line.strip());
        }
        return text.length() > LONGEST_TEXT
                ? text.substring(0, LONGEST_TEXT)
                : text.toString().strip();
    }
}
