package org.posthouse.core.queue.report;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What another host said, out of a reply {@code HOST [ADDRESS]: REPLY}. */
record RemoteReply(String host, String answer) {
    private static final Pattern FORM =
            Pattern.compile("([\\p{Alnum}.-]{1,255}) \\[[\\p{XDigit}:.]+\\]: ([245]\\d\\d[ -].*)");

    static Optional<RemoteReply> in(String reply) {
        Matcher matcher = FORM.matcher(reply);
        return matcher.matches() ? Optional.of(new RemoteReply(matcher.group(1), matcher.group(2))) : Optional.empty();
    }
}
