package org.posthouse.core.queue.report;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What another host said, out of a reply {@code HOST [ADDRESS]: REPLY}, with {@code (TLS)} before the colon if it was said so. */
record RemoteReply(String host, String answer) {
    private static final Pattern FORM = Pattern.compile(
            "(?:" + Pattern.quote(Told.GIVEN_UP)
                    + ")?([\\p{Alnum}.:-]{1,255}) \\[([\\p{XDigit}:.]+)\\](?: \\(TLS[\\p{Alnum}.]*\\))?: ([245]\\d\\d(?:[ -].*)?)");

    static Optional<RemoteReply> in(String reply) {
        Matcher matcher = FORM.matcher(reply);
        return matcher.matches()
                ? Optional.of(new RemoteReply(name(matcher.group(1), matcher.group(2)), matcher.group(3)))
                : Optional.empty();
    }

    /** A host that is known by its address alone is named by a literal, RFC 3461 §9.3. */
    private static String name(String host, String address) {
        return host.equals(address) ? (host.contains(":") ? "[IPv6:" : "[") + host + "]" : host;
    }
}
