package org.posthouse.console.shell;

/** How many columns of a terminal a text takes: characters of East Asia and pictures take two, marks on others none (Unicode Annex 11). */
final class Width {
    /** First and last of each range of wide characters. */
    private static final int[] WIDE = {
        0x1100, 0x115f, 0x2e80, 0x303e, 0x3041, 0x33ff, 0x3400, 0x4dbf, 0x4e00, 0x9fff, 0xa000, 0xa4cf, 0xac00, 0xd7a3,
        0xf900, 0xfaff, 0xfe30, 0xfe6f, 0xff00, 0xff60, 0xffe0, 0xffe6, 0x1f300, 0x1f64f, 0x1f680, 0x1f6ff, 0x1f900,
        0x1faff, 0x20000, 0x3fffd
    };

    private Width() {}

    static int of(String text) {
        return text.codePoints().map(Width::of).sum();
    }

    private static int of(int character) {
        int type = Character.getType(character);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        for (int i = 0; character >= WIDE[0] && i < WIDE.length; i += 2) {
            if (character >= WIDE[i] && character <= WIDE[i + 1]) {
                return 2;
            }
        }
        return 1;
    }

    /** How much of a text, from its beginning, takes no more than so many columns: an index between two characters. */
    static int end(String text, int columns) {
        int left = columns;
        int at = 0;
        while (at < text.length()) {
            int character = text.codePointAt(at);
            left -= of(character);
            if (left < 0) {
                return at;
            }
            at += Character.charCount(character);
        }
        return at;
    }

    /** The whole text, or its beginning and an ellipsis. */
    static String cut(String text, int columns) {
        return of(text) > columns ? text.substring(0, end(text, columns - 1)) + "…" : text;
    }
}
