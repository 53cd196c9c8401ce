package org.posthouse.testkit;

/**
 * A pattern in which {@code *} stands for any run of characters. The star itself is {@code \*}, and so is the one that begins a
 * pattern and is followed by a blank (an untagged response, RFC 3501 §2.2.2).
 */
record Wildcard(String pattern) {
    private static final char ANY = '\uFFFF';

    boolean matches(String text) {
        return matches(prepared(), 0, text, 0);
    }

    private String prepared() {
        StringBuilder prepared = new StringBuilder();
        int at = 0;
        if (pattern.startsWith("* ")) {
            prepared.append('*');
            at = 1;
        }
        for (; at < pattern.length(); at++) {
            char c = pattern.charAt(at);
            if (c == '\\' && at + 1 < pattern.length() && pattern.charAt(at + 1) == '*') {
                prepared.append('*');
                at++;
            } else {
                prepared.append(c == '*' ? ANY : c);
            }
        }
        return prepared.toString();
    }

    private static boolean matches(String pattern, int p, String text, int t) {
        int at = p;
        int seen = t;
        for (; at < pattern.length(); at++, seen++) {
            if (pattern.charAt(at) == ANY) {
                for (int rest = seen; rest <= text.length(); rest++) {
                    if (matches(pattern, at + 1, text, rest)) {
                        return true;
                    }
                }
                return false;
            }
            if (seen >= text.length() || text.charAt(seen) != pattern.charAt(at)) {
                return false;
            }
        }
        return seen == text.length();
    }
}
