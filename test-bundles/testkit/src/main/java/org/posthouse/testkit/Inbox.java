package org.posthouse.testkit;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;
import org.posthouse.api.mail.Content;
import org.posthouse.spi.protocol.Input;

/** Octets that have come and are not taken yet, cut into the frames that conversations want. */
final class Inbox {
    /** How much of an over-long line is read and dropped in search of its end. */
    static final int PATIENCE_WITH_LONG_LINES = 1 << 16;

    private byte[] octets = new byte[0];

    void add(byte[] more) {
        int old = octets.length;
        octets = Arrays.copyOf(octets, old + more.length);
        System.arraycopy(more, 0, octets, old, more.length);
    }

    void clear() {
        octets = new byte[0];
    }

    int size() {
        return octets.length;
    }

    /** A line, if it is whole or already too long. */
    Optional<Input> line(int max) {
        int lf = indexOfLf();
        if (lf >= 0 && lf < max) {
            return Optional.of(whole(take(lf + 1)));
        }
        if (lf >= 0) {
            take(lf + 1);
            return Optional.of(new Input.TooLong(true));
        }
        if (octets.length > max + PATIENCE_WITH_LONG_LINES) {
            clear();
            return Optional.of(new Input.TooLong(false));
        }
        return Optional.empty();
    }

    Optional<Input> bytes(long count) {
        return octets.length < count
                ? Optional.empty()
                : Optional.of(new Input.Data(Content.of(take(Math.toIntExact(count)))));
    }

    /** Text up to CRLF.CRLF, RFC 5321 §4.5.2. */
    Optional<Input> dotText(long max) {
        int end = endOfText();
        if (end < 0) {
            return Optional.empty();
        }
        byte[] stuffed = take(end);
        take(3);
        byte[] text = unstuffed(stuffed);
        return Optional.of(text.length > max ? new Input.TooLong(true) : text(text));
    }

    private static Input whole(byte[] line) {
        int length = line.length - 1;
        boolean crlf = length > 0 && line[length - 1] == '\r';
        byte[] content = Arrays.copyOf(line, crlf ? length - 1 : length);
        for (byte b : content) {
            crlf &= b != '\r' && b != 0;
        }
        return new Input.Line(content, crlf);
    }

    private int indexOfLf() {
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** Where the line that is but a dot begins; -1 if it has not come. */
    private int endOfText() {
        for (int i = 0; i + 2 < octets.length; i++) {
            boolean begins = i == 0 || (i >= 2 && octets[i - 1] == '\n' && octets[i - 2] == '\r');
            if (begins && octets[i] == '.' && octets[i + 1] == '\r' && octets[i + 2] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static byte[] unstuffed(byte[] stuffed) {
        ByteArrayOutputStream text = new ByteArrayOutputStream(stuffed.length);
        for (int i = 0; i < stuffed.length; i++) {
            boolean begins = i == 0 || (i >= 2 && stuffed[i - 1] == '\n' && stuffed[i - 2] == '\r');
            if (!begins || stuffed[i] != '.') {
                text.write(stuffed[i]);
            }
        }
        return text.toByteArray();
    }

    private static Input text(byte[] text) {
        boolean clean = true;
        boolean eightBit = false;
        int longest = 0;
        int line = 0;
        for (int i = 0; i < text.length; i++) {
            boolean crlf = text[i] == '\r' && i + 1 < text.length && text[i + 1] == '\n';
            clean &= crlf || (text[i] != '\r' && text[i] != 0 && (text[i] != '\n' || (i > 0 && text[i - 1] == '\r')));
            eightBit |= text[i] < 0;
            line = crlf || text[i] == '\n' ? 0 : line + 1;
            longest = Math.max(longest, line);
        }
        return new Input.Text(Content.of(text), clean, eightBit, longest);
    }

    private byte[] take(int count) {
        byte[] taken = Arrays.copyOf(octets, count);
        octets = Arrays.copyOfRange(octets, count, octets.length);
        return taken;
    }
}
