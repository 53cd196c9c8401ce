package org.posthouse.console.shell;

import java.io.IOException;
import java.io.OutputStream;

/**
 * What is printed at a terminal must not steer it: names of mailboxes, subjects, replies and settings were chosen by somebody else.
 * Controls and what only directs other characters (bidirectional overrides among them) are shown as {@code ?}.
 */
final class Harmless {
    private static final int DELETE = 0x7f;
    /** The first octet of U+0080 to U+00BF in UTF-8. */
    private static final int LATIN = 0xc2;

    private Harmless() {}

    /** On one line. */
    static String line(String text) {
        return text.codePoints().anyMatch(Harmless::steers) ? cleaned(text, false) : text;
    }

    /** On as many lines as it has. */
    static String lines(String text) {
        return text.codePoints().anyMatch(c -> c != '\n' && steers(c)) ? cleaned(text, true) : text;
    }

    static boolean steers(int character) {
        int type = Character.getType(character);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    private static String cleaned(String text, boolean lines) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().map(c -> steers(c) && !(lines && c == '\n') ? '?' : c).forEach(clean::appendCodePoint);
        return clean.toString();
    }

    /** Octets on their way to a terminal, in UTF-8: lines and tabulators stay as they are. */
    static OutputStream stream(OutputStream terminal) {
        return new Octets(terminal);
    }

    private static final class Octets extends OutputStream {
        private final OutputStream terminal;
        /** The octet before, if it may begin a control. */
        private boolean begun;

        private Octets(OutputStream terminal) {
            this.terminal = terminal;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            byte[] clean = java.util.Arrays.copyOfRange(octets, offset, offset + length);
            for (int i = 0; i < length; i++) {
                int octet = clean[i] & 0xff;
                boolean control = octet < ' ' || octet == DELETE || (begun && octet >= 0x80 && octet < 0xa0);
                begun = octet == LATIN;
                if (control && octet != '\n' && octet != '\t' && octet != '\r') {
                    clean[i] = '?';
                }
            }
            terminal.write(clean, 0, length);
        }

        @Override
        public void flush() throws IOException {
            terminal.flush();
        }
    }
}
