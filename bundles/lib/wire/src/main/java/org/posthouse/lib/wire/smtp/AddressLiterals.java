package org.posthouse.lib.wire.smtp;

/** Address literals, RFC 5321 §4.1.3: {@code [192.0.2.1]} and {@code [IPv6:2001:db8::1]}. No other tag is standardized. */
final class AddressLiterals {
    private static final String IPV6 = "IPv6:";
    private static final int GROUPS = 8;

    private AddressLiterals() {}

    /** The literal with its brackets. */
    static String parse(Cursor cursor, int detail) throws Fault {
        int start = cursor.place();
        cursor.accept('[');
        boolean good = cursor.acceptWord(IPV6) ? ipv6(cursor) : ipv4(cursor);
        if (!good || !cursor.accept(']')) {
            throw Fault.path(detail, "No address literal");
        }
        return cursor.since(start);
    }

    /** Four decimal numbers up to 255. */
    private static boolean ipv4(Cursor cursor) {
        for (int n = 0; n < 4; n++) {
            if ((n > 0 && !cursor.accept('.')) || !octet(cursor)) {
                return false;
            }
        }
        return true;
    }

    private static boolean octet(Cursor cursor) {
        int value = 0;
        int digits = 0;
        while (Ascii.digit(cursor.peek()) && digits < 4) {
            value = value * 10 + cursor.next() - '0';
            digits++;
        }
        return digits > 0 && digits < 4 && value < 256;
    }

    /** Groups of four hexadecimal digits, one run of zero groups left out, the last two perhaps as IPv4. */
    private static boolean ipv6(Cursor cursor) {
        int groups = 0;
        boolean shortened = cursor.acceptWord("::");
        boolean open = !shortened;
        while (Ascii.digit(cursor.peek()) || hexLetter(cursor.peek())) {
            int start = cursor.place();
            int width = group(cursor);
            if (cursor.peek() == '.') {
                cursor.moveTo(start);
                return ipv4(cursor) && complete(groups + 2, shortened);
            }
            groups++;
            open = false;
            if (width > 4 || groups > GROUPS) {
                return false;
            }
            if (cursor.acceptWord("::")) {
                if (shortened) {
                    return false;
                }
                shortened = true;
            } else if (cursor.accept(':')) {
                open = true;
            } else {
                break;
            }
        }
        return !open && complete(groups, shortened);
    }

    private static int group(Cursor cursor) {
        int start = cursor.place();
        while ((Ascii.digit(cursor.peek()) || hexLetter(cursor.peek())) && cursor.place() - start < 5) {
            cursor.next();
        }
        return cursor.place() - start;
    }

    private static boolean complete(int groups, boolean shortened) {
        return shortened ? groups < GROUPS : groups == GROUPS;
    }

    private static boolean hexLetter(char c) {
        return (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }
}
