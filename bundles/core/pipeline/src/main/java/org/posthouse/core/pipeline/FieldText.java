package org.posthouse.core.pipeline;

import java.nio.charset.StandardCharsets;

/**
 * A header field as octets, RFC 5322 §2.2.3: folded before blanks so that lines have 78 characters where they can and never more than
 * 998. Words that are not ASCII become encoded words, RFC 2047.
 */
final class FieldText {
    private static final int WISHED = 78;
    private static final int MOST = 998;
    /** Octets of text in one encoded word: with its frame, and every octet written as three characters, it has 75 at most. */
    private static final int WORD_OCTETS = 20;

    private final StringBuilder out = new StringBuilder();
    private int column;

    private FieldText() {}

    /** {@code name: value} with its line end. */
    static byte[] of(String name, String value) {
        FieldText text = new FieldText();
        text.append(name + ":");
        StringBuilder foreign = new StringBuilder();
        for (String word : value.split("[ \t]+")) {
            if (isAscii(word)) {
                text.encoded(foreign);
                text.word(word);
            } else {
                // The blank between two encoded words is not part of the text, so it is put into them.
                foreign.append(foreign.length() == 0 ? "" : " ").append(word);
            }
        }
        text.encoded(foreign);
        text.out.append("\r\n");
        return text.out.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean isAscii(String word) {
        return word.chars().allMatch(c -> c < 0x7f);
    }

    private void word(String word) {
        String rest = word;
        while (!rest.isEmpty()) {
            if (column + 1 + rest.length() > WISHED && column > 1 && out.charAt(out.length() - 1) != ':') {
                out.append("\r\n");
                column = 0;
            }
            append(" ");
            String piece = rest.substring(0, Math.min(rest.length(), MOST - column));
            append(piece);
            rest = rest.substring(piece.length());
        }
    }

    private void encoded(StringBuilder foreign) {
        int at = 0;
        while (at < foreign.length()) {
            StringBuilder word = new StringBuilder("=?UTF-8?Q?");
            int octets = 0;
            while (at < foreign.length() && octets < WORD_OCTETS - 3) {
                int point = foreign.codePointAt(at);
                at += Character.charCount(point);
                for (byte octet : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
                    octets++;
                    quoted(word, octet & 0xff);
                }
            }
            word(word.append("?=").toString());
        }
        foreign.setLength(0);
    }

    private static void quoted(StringBuilder word, int octet) {
        boolean letter =
                (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z') || (octet >= '0' && octet <= '9');
        if (letter) {
            word.append((char) octet);
        } else if (octet == ' ') {
            word.append('_');
        } else {
            word.append('=').append(hex(octet >> 4)).append(hex(octet));
        }
    }

    private static char hex(int digit) {
        return "0123456789ABCDEF".charAt(digit & 15);
    }

    /** Controls, which no field may have, become question marks. */
    private void append(String piece) {
        for (int i = 0; i < piece.length(); i++) {
            out.append(piece.charAt(i) < 0x20 ? '?' : piece.charAt(i));
        }
        column += piece.length();
    }
}
