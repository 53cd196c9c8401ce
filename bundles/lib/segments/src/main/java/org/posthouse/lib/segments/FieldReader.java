package org.posthouse.lib.segments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Status;

/** Reads what {@link Fields} wrote. */
public final class FieldReader {
    private final byte[] octets;
    private int at;

    public FieldReader(byte[] octets) {
        this.octets = octets;
    }

    /** A record of a later release is never guessed at. */
    public void level(int known) throws IOException {
        long level = number();
        if (level != known) {
            throw new IOException("record of level " + level + "; this release reads level " + known);
        }
    }

    /** Whether there is a further field. */
    public boolean more() {
        return at < octets.length;
    }

    public long number() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte octet = next();
            value |= (octet & 0x7fL) << shift;
            if (octet >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new IOException("number is too long");
    }

    public boolean flag() throws IOException {
        return next() != 0;
    }

    public String text() throws IOException {
        long length = number();
        if (length < 0 || length > octets.length - at) {
            throw new IOException("text is longer than its record");
        }
        String text = new String(octets, at, (int) length, StandardCharsets.UTF_8);
        at += (int) length;
        return text;
    }

    public byte[] octets() throws IOException {
        long length = number();
        if (length < 0 || length > octets.length - at) {
            throw new IOException("octets are longer than their record");
        }
        at += (int) length;
        return Arrays.copyOfRange(octets, at - (int) length, at);
    }

    public Map<String, String> texts() throws IOException {
        long count = number();
        if (count == 0) {
            return Map.of();
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (long left = count; left > 0; left--) {
            String key = text();
            texts.put(key, text());
        }
        return texts;
    }

    public Address address() throws IOException {
        String localPart = text();
        return new Address(localPart, text());
    }

    public Status status() throws IOException {
        int kind = (int) number();
        int subject = (int) number();
        return new Status(kind, subject, (int) number());
    }

    private byte next() throws IOException {
        if (at >= octets.length) {
            throw new IOException("record ends in the midst of a field");
        }
        return octets[at++];
    }
}
