package org.posthouse.protocol.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.posthouse.lib.wire.imap.CommandText;
import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.testkit.FakeClient;
import org.posthouse.testkit.MemoryConnection;

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
        FakeClient client = new FakeClient().clearTextLogin();
        MemoryConnection connection = new MemoryConnection(client, new ImapScene()::handler).open();
        ask(connection, "LOGIN kate@school.edu posthouse");
        ask(connection, "SELECT INBOX");
        ByteArrayOutputStream append = new ByteArrayOutputStream();
        append.writeBytes(ascii("a APPEND INBOX {" + message.length + "+}\r\n"));
        append.writeBytes(message);
        append.writeBytes(ascii("\r\n"));
        connection.send(append.toByteArray());
        assertThat(new String(connection.rest(), StandardCharsets.ISO_8859_1)).contains("a OK [APPENDUID");

        assertThat(literal(ask(connection, "FETCH 1 BODY.PEEK[]"))).isEqualTo(message);
        byte[] header = literal(ask(connection, "FETCH 1 BODY.PEEK[HEADER]"));
        byte[] text = literal(ask(connection, "FETCH 1 BODY.PEEK[TEXT]"));
        assertThat(concat(header, text)).isEqualTo(message);

        ImapReader envelope = answer(ask(connection, "FETCH 1 ENVELOPE"), "ENVELOPE");
        BodyGrammar.envelope(envelope);
        envelope.expect(')').end();
        ImapReader body = answer(ask(connection, "FETCH 1 BODY"), "BODY");
        List<BodyGrammar.Leaf> plain = BodyGrammar.body(body, false);
        body.expect(')').end();
        ImapReader structure = answer(ask(connection, "FETCH 1 BODYSTRUCTURE"), "BODYSTRUCTURE");
        assertThat(BodyGrammar.body(structure, true)).isEqualTo(plain);
        structure.expect(')').end();
        for (BodyGrammar.Leaf leaf : plain) {
            assertThat(literal(ask(connection, "FETCH 1 BODY.PEEK[" + leaf.number() + "]")))
                    .as("part %s", leaf.number())
                    .hasSize((int) leaf.octets());
            literal(ask(connection, "FETCH 1 BODY.PEEK[" + leaf.number() + ".MIME]"));
        }
        ask(connection, "SEARCH TEXT posthouse BODY posthouse FROM x TO x SUBJECT x HEADER X-A x SENTON 1-Jan-2000");
    }

    private static List<CommandText> ask(MemoryConnection connection, String command) {
        connection.sendLine("t " + command);
        List<CommandText> responses = Responses.cut(connection.rest());
        assertThat(Responses.firstLine(responses.get(responses.size() - 1)))
                .as(command)
                .startsWith("t OK");
        return responses;
    }

    private static byte[] literal(List<CommandText> responses) {
        assertThat(responses.get(0).pieces())
                .as(Responses.firstLine(responses.get(0)))
                .hasSizeGreaterThan(1);
        return responses.get(0).pieces().get(1);
    }

    /** Behind the name of the item. */
    private static ImapReader answer(List<CommandText> responses, String item) throws ImapSyntaxException {
        ImapReader in = responses.get(0).reader();
        in.expect('*').expect(' ').nzNumber();
        assertThat(in.space().keyword()).isEqualTo("FETCH");
        assertThat(in.space().expect('(').keyword()).isEqualTo(item);
        return in.space();
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

    private static byte[] concat(byte[] a, byte[] b) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(a.length + b.length);
        out.writeBytes(a);
        out.writeBytes(b);
        return out.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
