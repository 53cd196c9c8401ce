package org.posthouse.lib.wire.smtp;

import java.util.ArrayList;
import java.util.List;
import org.posthouse.api.mail.Reply;

/** Replies as they go over the wire, RFC 5321 §4.2: lines without their ends, ASCII, each within 512 octets. */
public final class ReplyLines {
    private static final int MAX_TEXT = 500;

    private ReplyLines() {}

    /** With its enhanced status code, RFC 2034 §4; intermediate replies (3xx) have none. */
    public static String of(Reply reply) {
        String status = reply.code() / 100 == 3 ? "" : reply.status() + " ";
        return reply.code() + " " + ascii(status + reply.text());
    }

    /** Without one, as greetings and the answers to EHLO and HELO are. */
    public static String plain(int code, String text) {
        return code + " " + ascii(text);
    }

    /** Several lines, all but the last with a hyphen. There is at least one. */
    public static List<String> plain(int code, List<String> texts) {
        List<String> lines = new ArrayList<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            lines.add(code + (i < texts.size() - 1 ? "-" : " ") + ascii(texts.get(i)));
        }
        return lines;
    }

    private static String ascii(String text) {
        int length = Math.min(text.length(), MAX_TEXT);
        StringBuilder ascii = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            ascii.append(c < 0x20 || c > 0x7e ? '?' : c);
        }
        return ascii.toString();
    }
}
