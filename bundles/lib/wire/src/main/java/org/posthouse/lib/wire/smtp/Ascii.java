package org.posthouse.lib.wire.smtp;

/** Classes of characters, RFC 5321 §4.1.2 and RFC 5234 appendix B.1. */
final class Ascii {
    private static final String ATEXT_SPECIALS = "!#$%&'*+-/=?^_`{|}~";

    private Ascii() {}

    static boolean letter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static boolean digit(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean letterOrDigit(int c) {
        return letter(c) || digit(c);
    }

    /** Atom text, RFC 5322 §3.2.3. */
    static boolean atext(int c) {
        return letterOrDigit(c) || (c != 0 && ATEXT_SPECIALS.indexOf(c) >= 0);
    }

    /** Printable, and no blank. */
    static boolean graphic(int c) {
        return c > 0x20 && c < 0x7f;
    }
}
