package org.posthouse.lib.mime;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Parts;

/** The MIME tree of one message: what {@link Structure} found, and its content. Valid as long as the content is open. */
public final class MessageParts implements Parts {
    /** The tree of an empty message. */
    public static final MessageParts NONE = new MessageParts(Content.of(new byte[0]), new StructureScanner().finish());

    private final Part root;

    public MessageParts(Content message, Structure structure) {
        root = new Scanned(message, structure.root());
    }

    /** Reads the message once. */
    public static MessageParts scan(Content message) throws IOException {
        return new MessageParts(message, Structure.scan(message));
    }

    @Override
    public Part root() {
        return root;
    }

    /** One part and the message it lies in. */
    private record Scanned(Content message, BodyPart part) implements Part {
        @Override
        public String type() {
            return part.mediaType();
        }

        @Override
        public Map<String, String> typeParameters() {
            return ParameterValues.decode(part.parameters());
        }

        @Override
        public Optional<String> fileName() {
            return part.disposition()
                    .map(disposition ->
                            ParameterValues.decode(disposition.parameters()).get("filename"))
                    .or(() -> Optional.ofNullable(typeParameters().get("name")))
                    .map(Scanned::withoutControls);
        }

        private static String withoutControls(String name) {
            StringBuilder clean = new StringBuilder(name.length());
            name.codePoints().forEach(c -> clean.appendCodePoint(Character.isISOControl(c) ? '_' : c));
            return clean.toString();
        }

        @Override
        public long offset() {
            return part.bodyOffset();
        }

        @Override
        public long size() {
            return part.bodySize();
        }

        @Override
        public List<Part> parts() {
            return part.parts().stream()
                    .<Part>map(child -> new Scanned(message, child))
                    .toList();
        }

        @Override
        public byte[] bytes(int limit) throws IOException {
            String encoding = part.encoding().toLowerCase(Locale.ROOT);
            boolean encoded = encoding.equals("base64") || encoding.equals("quoted-printable");
            if (!encoded || part.multipart()) {
                return message.bytes(part.bodyOffset(), (int) Math.min(limit, part.bodySize()));
            }
            // Base64 takes 4 octets for 3, and a line end after each 76; quoted-printable up to 6 for 1 with soft line
            // ends.
            long read = Math.min(part.bodySize(), encoding.equals("base64") ? limit * 2L + 1024 : limit * 6L + 1024);
            try (InputStream decoded = DecodedBody.open(message, part, read)) {
                return decoded.readNBytes(limit);
            }
        }
    }
}
