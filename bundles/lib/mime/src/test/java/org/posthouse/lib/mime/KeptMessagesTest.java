package org.posthouse.lib.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Parts;
import org.posthouse.testkit.fuzz.Fuzz;

/** Awkward messages that others have met, kept beside the project. */
class KeptMessagesTest {
    private static List<Path> messages() throws IOException {
        Path shared = Path.of(System.getProperty("posthouse.shared", ""));
        for (Path at = Path.of("").toAbsolutePath(); shared.toString().isEmpty() && at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("shared/data"))) {
                shared = at.resolve("shared");
            }
        }
        Path folder = shared.resolve("data/messages");
        assumeTrue(Files.isDirectory(folder), "no messages: shared/data is not beside the project");
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file ->
                            file.toString().endsWith(".eml") || file.toString().endsWith(".msg"))
                    .sorted()
                    .toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyMessageHasAStructure() throws IOException {
        return messages().stream()
                .map(file ->
                        DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(Files.readAllBytes(file))));
    }

    @Test
    void spoiledOnesHaveAStructureToo() throws IOException {
        List<byte[]> kept = new ArrayList<>();
        for (Path file : messages()) {
            kept.add(Files.readAllBytes(file));
        }
        Fuzz.ofOctets(kept)
                .words("\r\n\r\n", "\n", "--", "Content-Type: message/rfc822\r\n\r\n", "=?", "\"")
                .rounds(600)
                .feed(KeptMessagesTest::checkAsIs);
    }

    private static void check(byte[] octets) throws IOException {
        checkAsIs(octets);
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        checkAsIs(text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void checkAsIs(byte[] octets) throws IOException {
        Structure structure = Structure.scan(Content.of(octets));
        assertThat(structure.size()).isEqualTo(octets.length);
        StructureTest.within(structure.root(), 0, octets.length);
        assertThat(Structure.decode(structure.encode())).isEqualTo(structure);
        StructureScanner scanner = new StructureScanner();
        for (byte octet : octets) {
            scanner.feed(new byte[] {octet}, 0, 1);
        }
        assertThat(scanner.finish()).isEqualTo(structure);
        readAll(new MessageParts(Content.of(octets), structure).root());
        HeaderFields header = HeaderFields.of(octets);
        header.fields().forEach(field -> assertThat(header.text(field.name())).isPresent());
    }

    private static void readAll(Parts.Part part) throws IOException {
        assertThat(part.bytes(1000).length).isLessThanOrEqualTo(1000);
        assertThat(part.fileName().orElse("")).doesNotContain("\n");
        for (Parts.Part child : part.parts()) {
            readAll(child);
        }
    }

    @TestFactory
    Stream<DynamicTest> wellFormedMessagesHaveTheLeavesThatMime4jFinds() throws IOException {
        return messages().stream()
                .filter(file -> !file.toString().contains("malformed"))
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    byte[] octets = Files.readAllBytes(file);
                    List<String> ours = new ArrayList<>();
                    leaves(Structure.scan(Content.of(octets)).root(), ours);
                    // Mime4j decodes embedded messages that are encoded, which RFC 2046 §5.2.1 forbids to send; ours
                    // are opaque.
                    assumeTrue(!ours.contains("application/octet-stream"), "an encoded message");
                    assertThat(ours).as(file.toString()).isEqualTo(mime4j(octets));
                }));
    }

    private static void leaves(BodyPart part, List<String> found) {
        // A multipart without parts has an empty one with us, none with Mime4j: so only parts that are not empty count.
        if (part.parts().isEmpty() && part.bodySize() > 0) {
            found.add(part.mediaType());
        }
        part.parts().forEach(child -> leaves(child, found));
    }

    private static List<String> mime4j(byte[] octets) throws IOException, MimeException {
        MimeTokenStream stream =
                new MimeTokenStream(new MimeConfig.Builder().setMaxLineLen(-1).build());
        stream.parse(new ByteArrayInputStream(octets));
        List<String> found = new ArrayList<>();
        for (EntityState state = stream.getState(); state != EntityState.T_END_OF_STREAM; state = stream.next()) {
            if (state == EntityState.T_BODY && stream.getInputStream().read() >= 0) {
                found.add(stream.getBodyDescriptor().getMimeType().toLowerCase(Locale.ROOT));
            }
        }
        return found;
    }
}
