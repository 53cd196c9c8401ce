package org.posthouse.lib.wire.imap;

/** The classes of octets of RFC 3501 §9. */
final class Octets {
    private Octets() {}

    static boolean isControl(int octet) {
        return octet < 0x20 || octet == 0x7f;
    }

    /** ATOM-CHAR. */
    static boolean inAtom(int octet) {
        return octet > 0x20
                && octet < 0x7f
                && octet != '('
                && octet != ')'
                && octet != '{'
                && octet != '%'
                && octet != '*'
                && octet != '"'
                && octet != '\\'
                && octet != ']';
    }

    /** ASTRING-CHAR. */
    static boolean inAstring(int octet) {
        return octet == ']' || inAtom(octet);
    }

    /** An ASTRING-CHAR but plus. */
    static boolean inTag(int octet) {
        return octet != '+' && inAstring(octet);
    }

    /** list-char. */
    static boolean inPattern(int octet) {
        return octet == '%' || octet == '*' || inAstring(octet);
    }

    /** Keywords of the grammar; square brackets and angles end them, a full stop does not. */
    static boolean inKeyword(int octet) {
        return inAtom(octet) && octet != '[' && octet != '<';
    }

    static boolean isDigit(int octet) {
        return octet >= '0' && octet <= '9';
    }
}
