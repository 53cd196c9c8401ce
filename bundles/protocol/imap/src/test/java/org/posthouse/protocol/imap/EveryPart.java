package org.posthouse.protocol.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.posthouse.lib.wire.imap.CommandText;
import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.testkit.FakeClient;
import org.posthouse.testkit.MemoryConnection;

/** A message that is stored by APPEND and then asked for all its parts: each FETCH is answered as the grammar has it, and as it was sent. */
final class EveryPart {
    private final MemoryConnection connection =
            new MemoryConnection(new FakeClient().clearTextLogin(), new ImapScene()::handler).open();

    private EveryPart() {
        ask("LOGIN kate@school.edu posthouse");
        ask("SELECT INBOX");
    }

    /** The message is not empty and has no NUL. */
    static void isAnswered(byte[] message) throws ImapSyntaxException {
        EveryPart client = new EveryPart();
        client.append(message);
        client.whole(message);
        client.parts();
        client.ask("SEARCH TEXT posthouse BODY posthouse FROM x TO x SUBJECT x HEADER X-A x SENTON 1-Jan-2000");
    }

    private void append(byte[] message) {
        ByteArrayOutputStream append = new ByteArrayOutputStream();
        append.writeBytes(ascii("a APPEND INBOX {" + message.length + "+}\r\n"));
        append.writeBytes(message);
        append.writeBytes(ascii("\r\n"));
        connection.send(append.toByteArray());
        assertThat(new String(connection.rest(), StandardCharsets.ISO_8859_1)).contains("a OK [APPENDUID");
    }

    private void whole(byte[] message) {
        assertThat(literal(ask("FETCH 1 BODY.PEEK[]"))).isEqualTo(message);
        byte[] header = literal(ask("FETCH 1 BODY.PEEK[HEADER]"));
        byte[] text = literal(ask("FETCH 1 BODY.PEEK[TEXT]"));
        assertThat(concat(header, text)).isEqualTo(message);
    }

    private void parts() throws ImapSyntaxException {
        ImapReader envelope = answer(ask("FETCH 1 ENVELOPE"), "ENVELOPE");
        BodyGrammar.envelope(envelope);
        envelope.expect(')').end();
        ImapReader body = answer(ask("FETCH 1 BODY"), "BODY");
        List<BodyGrammar.Leaf> plain = BodyGrammar.body(body, false);
        body.expect(')').end();
        ImapReader structure = answer(ask("FETCH 1 BODYSTRUCTURE"), "BODYSTRUCTURE");
        assertThat(BodyGrammar.body(structure, true)).isEqualTo(plain);
        structure.expect(')').end();
        for (BodyGrammar.Leaf leaf : plain) {
            assertThat(literal(ask("FETCH 1 BODY.PEEK[" + leaf.number() + "]")))
                    .as("part %s", leaf.number())
                    .hasSize((int) leaf.octets());
            literal(ask("FETCH 1 BODY.PEEK[" + leaf.number() + ".MIME]"));
        }
    }

    private List<CommandText> ask(String command) {
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
