package org.posthouse.lib.store;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Finds what a message calls itself, RFC 5322 §3.6.4, in what can be read of it: by words, whatever else may be broken. */
public final class MessageIds {
    private static final String FIELD = "message-id:";
    private static final int LONGEST = 200;

    private MessageIds() {}

    /** In the first octets of a message; empty if it is not there. */
    public static String in(byte[] start) {
        String text = new String(start, StandardCharsets.ISO_8859_1);
        String lower = text.toLowerCase(Locale.ROOT);
        int header = lower.indexOf("\r\n\r\n");
        int at = lower.startsWith(FIELD) ? 0 : lower.indexOf("\n" + FIELD) + 1;
        if ((at == 0 && !lower.startsWith(FIELD)) || (header >= 0 && at > header)) {
            return "";
        }
        int open = text.indexOf('<', at);
        int close = text.indexOf('>', at);
        boolean whole = open >= 0 && close > open && close - open <= LONGEST;
        return whole && text.substring(at + FIELD.length(), open).isBlank() ? text.substring(open, close + 1) : "";
    }
}
