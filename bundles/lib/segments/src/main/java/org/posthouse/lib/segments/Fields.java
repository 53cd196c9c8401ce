package org.posthouse.lib.segments;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Status;

/** Writes the fields of a record, one after the other: numbers of variable length, texts in UTF-8 with their length. */
public final class Fields {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    public Fields number(long value) {
        // Zigzag, then seven bits an octet, low ones first.
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7fL) != 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }

    public Fields octets(byte[] value) {
        number(value.length);
        out.write(value, 0, value.length);
        return this;
    }

    public Fields flag(boolean value) {
        out.write(value ? 1 : 0);
        return this;
    }

    public Fields text(String value) {
        byte[] octets = value.getBytes(StandardCharsets.UTF_8);
        number(octets.length);
        out.write(octets, 0, octets.length);
        return this;
    }

    public Fields texts(Map<String, String> values) {
        number(values.size());
        values.forEach((key, value) -> text(key).text(value));
        return this;
    }

    public Fields address(Address value) {
        return text(value.localPart()).text(value.domain());
    }

    public Fields status(Status value) {
        return number(value.kind()).number(value.subject()).number(value.detail());
    }

    public byte[] octets() {
        return out.toByteArray();
    }
}
