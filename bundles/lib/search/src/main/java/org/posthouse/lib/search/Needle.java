package org.posthouse.lib.search;

import java.io.IOException;
import java.io.Reader;

/** Text that is looked for, without regard to case, RFC 3501 §6.4.4. Time is linear in what is looked through, memory in the text. */
final class Needle {
    private static final int PIECE = 8 * 1024;

    private final char[] text;
    /** For each length matched: how much is still matched if the next character does not fit (Knuth, Morris, Pratt). */
    private final int[] fallback;

    Needle(String sought) {
        text = new char[sought.length()];
        for (int i = 0; i < text.length; i++) {
            text[i] = fold(sought.charAt(i));
        }
        fallback = new int[text.length + 1];
        int matched = 0;
        for (int i = 1; i < text.length; i++) {
            while (matched > 0 && text[matched] != text[i]) {
                matched = fallback[matched];
            }
            matched += text[matched] == text[i] ? 1 : 0;
            fallback[i + 1] = matched;
        }
    }

    boolean isEmpty() {
        return text.length == 0;
    }

    boolean in(CharSequence haystack) {
        int matched = 0;
        for (int i = 0; matched < text.length && i < haystack.length(); i++) {
            matched = next(matched, haystack.charAt(i));
        }
        return matched == text.length;
    }

    /** Reads no further than it must. */
    boolean in(Reader haystack) throws IOException {
        char[] piece = new char[PIECE];
        int matched = 0;
        while (matched < text.length) {
            int read = haystack.read(piece);
            if (read < 0) {
                return false;
            }
            for (int i = 0; matched < text.length && i < read; i++) {
                matched = next(matched, piece[i]);
            }
        }
        return true;
    }

    private int next(int matched, char c) {
        char folded = fold(c);
        int length = matched;
        while (length > 0 && text[length] != folded) {
            length = fallback[length];
        }
        return text[length] == folded ? length + 1 : 0;
    }

    private static char fold(char c) {
        return Character.toLowerCase(Character.toUpperCase(c));
    }
}
