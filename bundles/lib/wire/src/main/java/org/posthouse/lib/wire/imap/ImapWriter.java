package org.posthouse.lib.wire.imap;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Writes responses from types, so that no value can break out of its place. Strings come one char per octet, as {@code lib.mime} keeps
 * them; what quotes cannot hold is written as a literal. Used by one thread.
 */
public final class ImapWriter {
    private static final int MAX_QUOTED = 1024;

    private byte[] octets;
    private int size;

    public ImapWriter() {
        this(256);
    }

    /** With room for so many octets at first. */
    public ImapWriter(int room) {
        octets = new byte[room];
    }

    /** Words of the grammar, as they are; what is not ASCII becomes a question mark. */
    public ImapWriter raw(String words) {
        room(words.length());
        for (int i = 0; i < words.length(); i++) {
            char c = words.charAt(i);
            octets[size++] = c < 0x80 ? (byte) c : (byte) '?';
        }
        return this;
    }

    public ImapWriter number(long value) {
        if (value < 0) {
            return raw(Long.toString(value));
        }
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        room(digits);
        size += digits;
        long rest = value;
        for (int i = 1; i <= digits; i++, rest /= 10) {
            octets[size - i] = (byte) ('0' + rest % 10);
        }
        return this;
    }

    public ImapWriter space() {
        return octet(' ');
    }

    public ImapWriter open() {
        return octet('(');
    }

    public ImapWriter close() {
        return octet(')');
    }

    private ImapWriter octet(char value) {
        room(1);
        octets[size++] = (byte) value;
        return this;
    }

    private void room(int more) {
        if (more > octets.length - size) {
            octets = Arrays.copyOf(octets, Math.max(size + more, octets.length * 2));
        }
    }

    public ImapWriter nil() {
        return raw("NIL");
    }

    /** A string. NUL, which no string may have, is left out. */
    public ImapWriter string(String value) {
        if (value.length() <= MAX_QUOTED && quoted(value)) {
            return this;
        }
        byte[] raw = value.replace("\0", "").getBytes(StandardCharsets.ISO_8859_1);
        return literal(raw.length).bytes(raw);
    }

    public ImapWriter nstring(Optional<String> value) {
        return value.isPresent() ? string(value.get()) : nil();
    }

    /** A mailbox name. */
    public ImapWriter mailbox(String name) {
        return string(ModifiedUtf7.encode(name));
    }

    /** The mark of a literal and its line end; so many octets must follow. */
    public ImapWriter literal(long length) {
        return octet('{').number(length).raw("}\r\n");
    }

    public ImapWriter bytes(byte[] raw) {
        room(raw.length);
        System.arraycopy(raw, 0, octets, size, raw.length);
        size += raw.length;
        return this;
    }

    public ImapWriter line() {
        return raw("\r\n");
    }

    public int size() {
        return size;
    }

    /** What was written, and begins anew. */
    public byte[] take() {
        byte[] taken = Arrays.copyOf(octets, size);
        size = 0;
        return taken;
    }

    /** As an atom if it can be one, otherwise quoted; for values of printable ASCII. */
    static String astring(String value) {
        boolean atom = !value.isEmpty() && value.chars().allMatch(Octets::inAstring) && !value.equalsIgnoreCase("NIL");
        return atom ? value : quote(value);
    }

    /** Writes it in quotes, unless it has something in it that quotes cannot hold. */
    private boolean quoted(String value) {
        int length = value.length();
        room(2 * length + 2);
        byte[] into = octets;
        int at = size;
        into[at++] = '"';
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c > 0x7e || Octets.isControl(c)) {
                return false;
            }
            if (c == '"' || c == '\\') {
                into[at++] = '\\';
            }
            into[at++] = (byte) c;
        }
        into[at++] = '"';
        size = at;
        return true;
    }

    private static String quote(String value) {
        StringBuilder quoted = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.append('"').toString();
    }
}
