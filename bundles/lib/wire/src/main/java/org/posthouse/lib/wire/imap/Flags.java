package org.posthouse.lib.wire.imap;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Flags of messages, RFC 3501 §2.3.2. System flags have one spelling; keywords are as the client spells them. */
public final class Flags {
    public static final String ANSWERED = "\\Answered";
    public static final String FLAGGED = "\\Flagged";
    public static final String DELETED = "\\Deleted";
    public static final String SEEN = "\\Seen";
    public static final String DRAFT = "\\Draft";
    /** Given by the server alone. */
    public static final String RECENT = "\\Recent";

    /** What a client may set, but for keywords. */
    public static final List<String> SYSTEM = List.of(ANSWERED, FLAGGED, DELETED, SEEN, DRAFT);

    private static final int MAX_KEYWORD = 128;
    private static final int MAX_FLAGS = 128;

    private Flags() {}

    /** One flag that a client may set. */
    public static String read(ImapReader in) throws ImapSyntaxException {
        if (!in.skip('\\')) {
            return keyword(in);
        }
        String name = in.atom();
        for (String flag : SYSTEM) {
            if (flag.regionMatches(true, 1, name, 0, Math.max(name.length(), flag.length() - 1))) {
                return flag;
            }
        }
        throw new ImapSyntaxException("No such system flag");
    }

    public static String keyword(ImapReader in) throws ImapSyntaxException {
        String keyword = in.atom();
        if (keyword.length() > MAX_KEYWORD) {
            throw new ImapLimitException("Keyword is too long");
        }
        return keyword;
    }

    /** flag-list: none or more between parentheses. */
    public static Set<String> readList(ImapReader in) throws ImapSyntaxException {
        return distinct(in.list(Flags::read));
    }

    /** flag-list, or flags without parentheses as STORE allows. */
    static Set<String> readListOrBare(ImapReader in) throws ImapSyntaxException {
        if (in.peek() == '(') {
            return readList(in);
        }
        Set<String> flags = new LinkedHashSet<>();
        do {
            flags.add(read(in));
        } while (in.skip(' '));
        return distinct(List.copyOf(flags));
    }

    /** Whether two spellings name one flag. */
    public static boolean same(String a, String b) {
        return a.toLowerCase(Locale.ROOT).equals(b.toLowerCase(Locale.ROOT));
    }

    private static Set<String> distinct(List<String> flags) throws ImapSyntaxException {
        Set<String> distinct = new LinkedHashSet<>();
        Set<String> known = new LinkedHashSet<>();
        for (String flag : flags) {
            if (known.add(flag.toLowerCase(Locale.ROOT))) {
                distinct.add(flag);
            }
        }
        if (distinct.size() > MAX_FLAGS) {
            throw new ImapLimitException("Too many flags");
        }
        return distinct;
    }
}
