package org.posthouse.lib.wire.imap;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Writes responses from types, so that no value can break out of its place. Strings come one char per octet, as {@code lib.mime} keeps
 * them; what quotes cannot hold is written as a literal. Used by one thread.
 */
public final class ImapWriter {
    private static final int MAX_QUOTED = 1024;

    private final ByteArrayOutputStream octets = new ByteArrayOutputStream(256);

    /** Words of the grammar, as they are. */
    public ImapWriter raw(String words) {
        octets.writeBytes(words.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    public ImapWriter number(long value) {
        return raw(Long.toString(value));
    }

    public ImapWriter space() {
        octets.write(' ');
        return this;
    }

    public ImapWriter open() {
        octets.write('(');
        return this;
    }

    public ImapWriter close() {
        octets.write(')');
        return this;
    }

    public ImapWriter nil() {
        return raw("NIL");
    }

    /** A string. NUL, which no string may have, is left out. */
    public ImapWriter string(String value) {
        if (quotable(value)) {
            return quoted(value);
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
        return raw("{" + length + "}\r\n");
    }

    public ImapWriter bytes(byte[] raw) {
        octets.writeBytes(raw);
        return this;
    }

    public ImapWriter line() {
        return raw("\r\n");
    }

    public int size() {
        return octets.size();
    }

    /** What was written, and begins anew. */
    public byte[] take() {
        byte[] taken = octets.toByteArray();
        octets.reset();
        return taken;
    }

    /** As an atom if it can be one, otherwise quoted; for values of printable ASCII. */
    static String astring(String value) {
        boolean atom = !value.isEmpty() && value.chars().allMatch(Octets::inAstring) && !value.equalsIgnoreCase("NIL");
        return atom ? value : quote(value);
    }

    private ImapWriter quoted(String value) {
        return raw(quote(value));
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

    private static boolean quotable(String value) {
        if (value.length() > MAX_QUOTED) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c > 0x7e || Octets.isControl(c)) {
                return false;
            }
        }
        return true;
    }
}
