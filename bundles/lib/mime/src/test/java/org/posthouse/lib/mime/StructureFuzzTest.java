package org.posthouse.lib.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Parts;
import org.posthouse.testkit.fuzz.Fuzz;

/** Whatever a message is, it has a structure that lies within it, and its parts can be read. */
class StructureFuzzTest {
    private static final List<String> MESSAGES = List.of(
            StructureTest.MIXED,
            "Content-Type: multipart/digest; boundary=c\r\n\r\n--c\r\n\r\nFrom: a@b\r\n\r\nx\r\n--c--\r\n",
            String.join(
                    "\r\n",
                    "MIME-Version: 1.0",
                    "Content-Type: multipart/alternative;",
                    " boundary*0=\"b\"; boundary*1=c",
                    "",
                    "--bc",
                    "Content-Type: text/html; charset=utf-8",
                    "Content-Transfer-Encoding: quoted-printable",
                    "",
                    "a=C3=A9=",
                    "b",
                    "--bc",
                    "Content-Transfer-Encoding: base64",
                    "Content-Disposition: attachment;",
                    " filename*0*=utf-8''a%20; filename*1=\"b.txt\"",
                    "",
                    "aGVsbG8=",
                    "--bc--",
                    ""),
            "To: team: kate@school.edu, ron@example.com;, <@route:x@y>\r\nCc: =?utf-8?q?=C3=A9?= <z@example.com>\r\n\r\nx\r\n",
            "Content-Type: message/rfc822\r\n\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n--b--\r\n");

    private final Fuzz messages = Fuzz.of(MESSAGES)
            .words(
                    "\r\n",
                    "\r\n\r\n",
                    "--b",
                    "--b--",
                    "--=b",
                    "\r\n--c\r\n",
                    "Content-Type: multipart/mixed; boundary=b\r\n",
                    "Content-Type: message/rfc822\r\n\r\n",
                    "boundary*0=",
                    "=?utf-8?b?",
                    "?=",
                    "%00",
                    "../",
                    "To: g:a@b;");

    @Test
    void everyMessageHasAStructureWithinItAndItsOctetsSayTheSame() {
        messages.feed(octets -> {
            Structure found = Structure.scan(Content.of(octets));
            assertThat(found.size()).isEqualTo(octets.length);
            StructureTest.within(found.root(), 0, octets.length);
            assertThat(Structure.decode(found.encode())).isEqualTo(found);
        });
    }

    @Test
    void piecesMakeTheSameStructureAndTheirPartsCanBeRead() {
        messages.rounds(10_000).feed(octets -> {
            Structure whole = Structure.scan(Content.of(octets));
            StructureScanner scanner = new StructureScanner();
            for (int at = 0, piece = 1; at < octets.length; at += piece, piece = piece % 37 + 1) {
                scanner.feed(octets, at, Math.min(piece, octets.length - at));
            }
            assertThat(scanner.finish()).isEqualTo(whole);
            readAll(new MessageParts(Content.of(octets), whole).root());
        });
    }

    private static void readAll(Parts.Part part) throws IOException {
        assertThat(part.bytes(100).length).isLessThanOrEqualTo(100);
        assertThat(part.typeParameters().keySet()).noneMatch(String::isEmpty);
        assertThat(part.fileName().orElse("").chars()).noneMatch(Character::isISOControl);
        for (Parts.Part child : part.parts()) {
            readAll(child);
        }
    }

    @Test
    void damagedOctetsAreRefusedOrAreAnotherStructure() {
        List<byte[]> good = MESSAGES.stream()
                .map(message -> StructureTest.scan(message).encode())
                .toList();
        Fuzz.ofOctets(good)
                .words("\u00ff\u00ff\u00ff\u00ff\u007f", "\u0080", "\u0001")
                .rounds(50_000)
                .feed(octets -> {
                    try {
                        Structure read = Structure.decode(octets);
                        assertThat(Structure.decode(read.encode())).isEqualTo(read);
                    } catch (IllegalArgumentException e) {
                        assertThat(e)
                                .hasMessageMatching("damaged structure|no structure.*|a part lies.*|an embedded.*");
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--b\r\n",
                "--b--\r\n",
                "Content-Type: message/rfc822\r\n\r\n",
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n",
                "To: a@b.example\r\n",
                "To:\r\n",
                "; a*0=b",
                " name=\"",
                "(",
                "\\",
                "=?utf-8?q?x?= ",
                "=?a",
                "=?x",
                "\r",
                " \r\n"
            })
    void aMessageIsReadInLinearTime(String piece) {
        for (String begin :
                List.of("", "Content-Type: multipart/mixed; boundary=b\r\n\r\n", "Content-Type: a/b;", "To: ")) {
            Fuzz.linear(begin, piece, octets -> {
                Structure found = Structure.scan(Content.of(octets));
                readAll(new MessageParts(Content.of(octets), found).root());
                HeaderFields header = HeaderFields.of(octets);
                header.fields().stream().limit(1000).forEach(field -> header.text(field.name()));
            });
        }
    }

    @Test
    void everyHeaderSectionIsMadeOfItsFields() {
        messages.feed(octets -> {
            HeaderFields header = HeaderFields.of(octets);
            StringBuilder all = new StringBuilder();
            header.fields().forEach(field -> all.append(new String(field.octets(), ISO_8859_1)));
            assertThat(new String(octets, ISO_8859_1)).startsWith(all.toString());
            assertThat(all.length()).isLessThanOrEqualTo(header.size());
            assertThat(header.size()).isLessThanOrEqualTo(octets.length);
            header.fields()
                    .forEach(field -> assertThat(header.text(field.name())).isPresent());
        });
    }
}
