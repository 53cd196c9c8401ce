package org.posthouse.lib.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** Decodes {@code =?charset?encoding?text?=}, RFC 2047, with the language of RFC 2231 §5. Linear in time; what is not one stays as it is. */
final class EncodedWords {
    /** Longer ones are not decoded; RFC 2047 §2 allows 75, senders do not. */
    private static final int MAX_WORD = 4096;

    /** Most character sets of one text: to look for one that is not there takes long. */
    private static final int MAX_CHARSETS = 50;

    private final String text;
    private final Map<String, Charset> charsets = new HashMap<>();
    private final StringBuilder out = new StringBuilder();
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private String pendingCharset = "";

    private EncodedWords(String text) {
        this.text = text;
    }

    static String decode(byte[] octets) {
        String text = Texts.decode(octets);
        return text.contains("=?") ? new EncodedWords(text).decode() : text;
    }

    private String decode() {
        int plain = 0;
        int at = text.indexOf("=?");
        while (at >= 0) {
            int end = word(at);
            if (end < 0) {
                at = text.indexOf("=?", at + 2);
                continue;
            }
            literally(plain, at);
            take(at, end);
            plain = end;
            at = text.indexOf("=?", end);
        }
        flush();
        return out.append(text, plain, text.length()).toString();
    }

    /** Text between encoded words; blanks alone between two of them are not part of it, RFC 2047 §6.2. */
    private void literally(int from, int to) {
        if (from < to && !(pending.size() > 0 && text.substring(from, to).isBlank())) {
            flush();
            out.append(text, from, to);
        }
    }

    /** Where the encoded word that begins here ends; -1 if it is none. Looks at most {@value #MAX_WORD} characters ahead. */
    private int word(int begin) {
        int limit = Math.min(text.length(), begin + MAX_WORD);
        int charsetEnd = find('?', begin + 2, Math.min(limit, begin + 80));
        if (charsetEnd <= begin + 2 || charsetEnd + 2 >= limit || text.charAt(charsetEnd + 2) != '?') {
            return -1;
        }
        int close = find('?', charsetEnd + 3, limit);
        return close >= 0 && close + 1 < text.length() && text.charAt(close + 1) == '=' ? close + 2 : -1;
    }

    private int find(char c, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) == c) {
                return i;
            }
            if (text.charAt(i) == '\n') {
                return -1;
            }
        }
        return -1;
    }

    private void take(int begin, int end) {
        int charsetEnd = text.indexOf('?', begin + 2);
        String charset = text.substring(begin + 2, charsetEnd);
        int star = charset.indexOf('*');
        charset = star < 0 ? charset : charset.substring(0, star);
        String content = text.substring(charsetEnd + 3, end - 2);
        char encoding = Character.toLowerCase(text.charAt(charsetEnd + 1));
        byte[] octets = encoding == 'b' ? base64(content) : encoding == 'q' ? quoted(content) : null;
        if (octets == null) {
            flush();
            out.append(text, begin, end);
            return;
        }
        if (!charset.equalsIgnoreCase(pendingCharset)) {
            flush();
            pendingCharset = charset;
        }
        pending.writeBytes(octets);
    }

    /** Adjacent words of one character set are decoded together: senders cut characters in two. */
    private void flush() {
        if (pending.size() > 0) {
            out.append(Texts.decode(pending.toByteArray(), charset(pendingCharset)));
            pending.reset();
        }
        pendingCharset = "";
    }

    private Charset charset(String name) {
        return charsets.size() < MAX_CHARSETS
                ? charsets.computeIfAbsent(name, Texts::charset)
                : charsets.getOrDefault(name, StandardCharsets.UTF_8);
    }

    private static byte[] base64(String content) {
        StringBuilder clean = new StringBuilder(content.length());
        for (int i = 0; i < content.length(); i++) {
            char c = content.charAt(i);
            if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/') {
                clean.append(c);
            } else if (c == '=') {
                break;
            }
        }
        int whole = clean.length() % 4 == 1 ? clean.length() - 1 : clean.length();
        return Base64.getDecoder().decode(clean.substring(0, whole));
    }

    private static byte[] quoted(String content) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(content.length());
        for (int i = 0; i < content.length(); i++) {
            char c = content.charAt(i);
            int high = c == '=' && i + 2 < content.length() ? Character.digit(content.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(content.charAt(i + 2), 16);
            if (low >= 0) {
                octets.write(high << 4 | low);
                i += 2;
            } else if (c == '_') {
                octets.write(' ');
            } else {
                octets.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        return octets.toByteArray();
    }
}
