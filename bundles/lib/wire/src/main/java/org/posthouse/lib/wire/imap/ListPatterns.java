package org.posthouse.lib.wire.imap;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The patterns of LIST and LSUB, RFC 3501 §6.3.8 and RFC 5258 §3, each with the reference put before it. Those that are empty, or no
 * modified UTF-7, match nothing and are left out.
 *
 * @param several whether they were given as a list
 * @param empty whether all that was given is the empty pattern
 * @param byLevel whether one of them, or the reference, has a {@code %}
 */
public record ListPatterns(boolean several, boolean empty, boolean byLevel, List<ListPattern> patterns) {
    private static final int MOST = 64;

    public ListPatterns {
        patterns = List.copyOf(patterns);
    }

    /** A reference and one pattern. */
    public static ListPatterns readOne(ImapReader in) throws ImapSyntaxException {
        byte[] reference = in.astring();
        return of(reference, List.of(in.space().listMailbox()), false);
    }

    /** A reference and mbox-or-pat. */
    public static ListPatterns read(ImapReader in) throws ImapSyntaxException {
        byte[] reference = in.astring();
        if (in.space().peek() != '(') {
            return of(reference, List.of(in.listMailbox()), false);
        }
        List<byte[]> patterns = in.list(ImapReader::listMailbox);
        if (patterns.isEmpty()) {
            throw new ImapSyntaxException("Expected a pattern");
        }
        if (patterns.size() > MOST) {
            throw new ImapLimitException("Too many patterns");
        }
        return of(reference, patterns, true);
    }

    private static ListPatterns of(byte[] reference, List<byte[]> given, boolean several) {
        List<ListPattern> patterns = new ArrayList<>();
        boolean byLevel = false;
        for (byte[] pattern : given) {
            byte[] both = new byte[reference.length + pattern.length];
            System.arraycopy(reference, 0, both, 0, reference.length);
            System.arraycopy(pattern, 0, both, reference.length, pattern.length);
            byLevel |= new String(both, StandardCharsets.ISO_8859_1).indexOf('%') >= 0;
            if (pattern.length > 0) {
                addIfDecoded(both, patterns);
            }
        }
        boolean empty = given.stream().allMatch(pattern -> pattern.length == 0);
        return new ListPatterns(several, empty, byLevel, patterns);
    }

    private static void addIfDecoded(byte[] octets, List<ListPattern> patterns) {
        try {
            patterns.add(ListPattern.of(ModifiedUtf7.decode(octets)));
        } catch (MailboxNameException e) {
            // RFC 5258 §3: a pattern that is not accepted is ignored.
            return;
        }
    }

    /** Whether the name matches one of them at least. */
    public boolean matches(String name) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(name));
    }
}
