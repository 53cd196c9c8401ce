package org.posthouse.lib.wire.smtp;

import org.posthouse.api.mail.Address;

/** A mailbox, RFC 5321 §4.1.2: local part, at, domain or address literal. */
final class Mailboxes {
    private static final int MAX_LABEL = 63;

    private Mailboxes() {}

    static Address parse(Cursor cursor, int detail) throws Fault {
        String localPart = cursor.peek() == '"' ? quotedString(cursor, detail) : dotString(cursor, detail);
        if (!cursor.accept('@')) {
            throw Fault.path(detail, "The address has no domain");
        }
        String domain = cursor.peek() == '[' ? AddressLiterals.parse(cursor, detail) : domain(cursor, detail);
        try {
            return new Address(localPart, domain);
        } catch (IllegalArgumentException e) {
            throw Fault.path(detail, "No address: " + e.getMessage());
        }
    }

    /** The local part as a Dot-string, or as a Quoted-string where it must be. */
    static String printLocalPart(String localPart) {
        Cursor cursor = new Cursor(localPart, 0);
        try {
            dotString(cursor, 0);
            if (cursor.done()) {
                return localPart;
            }
        } catch (Fault needsQuotes) {
            return quoted(localPart);
        }
        return quoted(localPart);
    }

    /** Atoms with single dots between them. */
    private static String dotString(Cursor cursor, int detail) throws Fault {
        int start = cursor.place();
        do {
            int atom = cursor.place();
            while (Ascii.atext(cursor.peek())) {
                cursor.next();
            }
            if (cursor.place() == atom) {
                throw Fault.path(detail, "The address has no proper local part");
            }
        } while (cursor.accept('.'));
        return cursor.since(start);
    }

    /** The string without quotes and backslashes. */
    private static String quotedString(Cursor cursor, int detail) throws Fault {
        StringBuilder text = new StringBuilder();
        cursor.accept('"');
        while (!cursor.accept('"')) {
            cursor.accept('\\');
            char c = cursor.next();
            if (c < 0x20 || c > 0x7e) {
                throw Fault.path(detail, "The quoted local part does not end");
            }
            text.append(c);
        }
        return text.toString();
    }

    private static String quoted(String localPart) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < localPart.length(); i++) {
            char c = localPart.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.append('"').toString();
    }

    /** Labels of letters, digits and hyphens with dots between them; the underscore is a letter, for hosts are named with it. */
    static String domain(Cursor cursor, int detail) throws Fault {
        int start = cursor.place();
        do {
            int label = cursor.place();
            char last = 0;
            while (hostCharacter(cursor.peek())) {
                last = cursor.next();
            }
            String text = cursor.since(label);
            if (text.isEmpty() || text.length() > MAX_LABEL || text.charAt(0) == '-' || last == '-') {
                throw Fault.path(detail, "The address has no proper domain");
            }
        } while (cursor.accept('.'));
        return cursor.since(start);
    }

    private static boolean hostCharacter(char c) {
        return Ascii.letterOrDigit(c) || c == '-' || c == '_';
    }
}
