package org.posthouse.protocol.imap;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.posthouse.lib.wire.imap.ImapSyntaxException;

/** Awkward messages written elsewhere, kept beside the project: each is stored by APPEND and answers every FETCH as the grammar has it. */
class KeptMessagesTest {
    @TestFactory
    Stream<DynamicTest> everyMessageComesBackAndAnswersForAllItsParts() throws IOException {
        Path folder = folder();
        assumeTrue(Files.isDirectory(folder), "no messages: shared/data is not beside the project");
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> messages = all.filter(file ->
                            file.toString().endsWith(".msg") || file.toString().endsWith(".eml"))
                    .sorted()
                    .toList();
            return messages.stream()
                    .map(file -> DynamicTest.dynamicTest(folder.relativize(file).toString(), () -> check(file)));
        }
    }

    private static Path folder() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("shared/data"))) {
                return at.resolve("shared/data/messages");
            }
        }
        return Path.of("shared/data/messages");
    }

    private static void check(Path file) throws IOException, ImapSyntaxException {
        byte[] message = withCrlf(Files.readAllBytes(file));
        assumeTrue(message.length > 0);
        EveryPart.isAnswered(message);
    }

    private static byte[] withCrlf(byte[] octets) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(octets.length + 1000);
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == '\n' && (i == 0 || octets[i - 1] != '\r')) {
                out.write('\r');
            }
            out.write(octets[i]);
        }
        return out.toByteArray();
    }
}
