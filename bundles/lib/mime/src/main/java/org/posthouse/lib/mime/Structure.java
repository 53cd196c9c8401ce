package org.posthouse.lib.mime;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.posthouse.api.mail.Content;

/**
 * What ENVELOPE and BODYSTRUCTURE say of a message, and where its parts are: made in one pass when the message comes, kept beside it as
 * octets, read again without the message.
 *
 * @param missingLineEnds octets that the message is short of, so that each of its lines would end with CRLF
 */
public record Structure(MessageEnvelope envelope, BodyPart root, long missingLineEnds) {
    /** Deepest nesting of parts; what lies deeper is opaque. */
    public static final int MAX_DEPTH = 64;

    /** Most parts of one message; what follows is part of the last. */
    public static final int MAX_PARTS = 10_000;

    /** Octets that are read at a time. */
    private static final int READ = 32 * 1024;

    /** Reads the whole message once. */
    public static Structure scan(Content message) throws IOException {
        try (InputStream stream = message.open()) {
            // One octet more than there are: its end is seen by the second read.
            return scan(stream, (int) Math.min(READ, message.size() + 1));
        }
    }

    /** Reads the stream to its end. */
    public static Structure scan(InputStream message) throws IOException {
        return scan(message, READ);
    }

    private static Structure scan(InputStream message, int octets) throws IOException {
        StructureScanner scanner = new StructureScanner();
        byte[] buffer = new byte[octets];
        for (int read = message.read(buffer); read >= 0; read = message.read(buffer)) {
            scanner.feed(buffer, 0, read);
        }
        return scanner.finish();
    }

    /** Compact octets with their version in front. */
    public byte[] encode() {
        return StructureWriter.write(this);
    }

    /**
     * Reads what {@link #encode} made.
     *
     * @throws IllegalArgumentException if the octets are damaged or of a later version
     */
    public static Structure decode(byte[] octets) {
        return StructureReader.read(octets);
    }

    /** The same of what {@link #encode} made, without reading the rest of it; with the same failure. */
    public static long missingLineEnds(byte[] octets) {
        return StructureReader.missingLineEnds(octets);
    }

    /** Octets of the whole message. */
    public long size() {
        return root.bodyOffset() + root.bodySize();
    }

    /** The part that a section number names, RFC 3501 §6.4.5; empty if there is none. The body of a message that has no parts is its part 1. */
    public Optional<BodyPart> part(int... numbers) {
        BodyPart at = root;
        boolean whole = true;
        for (int number : numbers) {
            if (!whole && at.embedded().isPresent()) {
                at = at.embedded().get();
                whole = true;
            }
            if (at.multipart()) {
                if (number < 1 || number > at.parts().size()) {
                    return Optional.empty();
                }
                at = at.parts().get(number - 1);
            } else if (number != 1 || !whole) {
                return Optional.empty();
            }
            whole = false;
        }
        return Optional.of(at);
    }
}
