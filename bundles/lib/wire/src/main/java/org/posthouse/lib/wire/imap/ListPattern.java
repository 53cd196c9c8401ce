package org.posthouse.lib.wire.imap;

import java.util.Locale;

/**
 * What LIST and LSUB match names with, RFC 3501 §6.3.8: {@code *} is anything, {@code %} anything within a level. Time is bounded by
 * the product of both lengths, whatever the pattern.
 */
public final class ListPattern {
    private static final char SEPARATOR = '/';
    private static final String INBOX = "INBOX";
    /** Longer ones match no name that there can be. */
    private static final int MAX = 1024;

    private final String pattern;

    private ListPattern(String pattern) {
        this.pattern = pattern;
    }

    /** Of a pattern in Unicode. */
    public static ListPattern of(String pattern) {
        StringBuilder collapsed = new StringBuilder(pattern.length());
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            int last = collapsed.length() - 1;
            char before = last < 0 ? 0 : collapsed.charAt(last);
            if (isWild(c) && isWild(before)) {
                if (c == '*') {
                    collapsed.setCharAt(last, '*');
                }
            } else {
                collapsed.append(c);
            }
        }
        return new ListPattern(collapsed.toString());
    }

    private static boolean isWild(char c) {
        return c == '*' || c == '%';
    }

    /** INBOX, and the first level of what is below it, match in any case. */
    public boolean matches(String name) {
        if (pattern.length() > MAX) {
            return false;
        }
        boolean inbox = name.equals(INBOX) || name.startsWith(INBOX + SEPARATOR);
        boolean[] now = new boolean[pattern.length() + 1];
        now[0] = true;
        skipWild(now);
        for (int i = 0; i < name.length(); i++) {
            now = step(now, name.charAt(i), inbox && i < INBOX.length());
        }
        return now[pattern.length()];
    }

    private boolean[] step(boolean[] now, char c, boolean anyCase) {
        boolean[] next = new boolean[now.length];
        for (int j = 0; j < pattern.length(); j++) {
            if (!now[j]) {
                continue;
            }
            char p = pattern.charAt(j);
            if (p == '*' || (p == '%' && c != SEPARATOR)) {
                next[j] = true;
            } else if (!isWild(p) && (p == c || (anyCase && sameLetter(p, c)))) {
                next[j + 1] = true;
            }
        }
        skipWild(next);
        return next;
    }

    private static boolean sameLetter(char a, char b) {
        return String.valueOf(a).toUpperCase(Locale.ROOT).equals(String.valueOf(b));
    }

    /** A wildcard may also stand for nothing. */
    private void skipWild(boolean[] states) {
        for (int j = 0; j < pattern.length(); j++) {
            if (states[j] && isWild(pattern.charAt(j))) {
                states[j + 1] = true;
            }
        }
    }
}
