package org.posthouse.lib.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posthouse.api.mail.Content;

class StructureTest {
    static final String MIXED = String.join(
            "\r\n",
            "From: Kate <kate@school.edu>",
            "Subject: two",
            " parts",
            "Content-Type: multipart/mixed; boundary=\"=b\"",
            "",
            "preamble",
            "--=b",
            "Content-Type: text/plain; charset=utf-8",
            "",
            "one",
            "two",
            "--=b",
            "Content-Type: message/rfc822",
            "",
            "Subject: inner",
            "From: ron@example.com",
            "",
            "inner text",
            "",
            "--=b  ",
            "--=b--",
            "epilogue",
            "");

    static Structure scan(String message) {
        try {
            return Structure.scan(new ByteArrayInputStream(message.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String crlf(String... lines) {
        return String.join("\r\n", lines);
    }

    private static String header(String message, BodyPart part) {
        return message.substring((int) part.headerOffset(), (int) (part.headerOffset() + part.headerSize()));
    }

    private static String body(String message, BodyPart part) {
        return message.substring((int) part.bodyOffset(), (int) (part.bodyOffset() + part.bodySize()));
    }

    @Test
    void partsAreFoundWhereTheyAre() {
        Structure found = scan(MIXED);
        assertThat(found.size()).isEqualTo(MIXED.length());
        assertThat(found.root().mediaType()).isEqualTo("multipart/mixed");
        assertThat(found.root().parts()).hasSize(3);
        BodyPart text = found.part(1).orElseThrow();
        assertThat(header(MIXED, text)).isEqualTo("Content-Type: text/plain; charset=utf-8\r\n\r\n");
        assertThat(body(MIXED, text)).isEqualTo("one\r\ntwo");
        assertThat(text.lines()).isEqualTo(1);
        BodyPart message = found.part(2).orElseThrow();
        assertThat(body(MIXED, message)).isEqualTo("Subject: inner\r\nFrom: ron@example.com\r\n\r\ninner text\r\n");
        assertThat(message.lines()).isEqualTo(4);
        assertThat(message.message().orElseThrow().subject()).contains("inner");
        assertThat(body(MIXED, found.part(2, 1).orElseThrow())).isEqualTo("inner text\r\n");
        assertThat(found.part(2, 1, 1)).isEmpty();
        assertThat(found.part(4)).isEmpty();
        BodyPart last = found.part(3).orElseThrow();
        assertThat(last.bodySize()).isZero();
        assertThat(last.mediaType()).isEqualTo("text/plain");
    }

    @Test
    void theEnvelopeIsUnfoldedAndSenderDefaultsToFrom() {
        MessageEnvelope envelope = scan(MIXED).envelope();
        assertThat(envelope.subject()).contains("two parts");
        assertThat(envelope.from().get(0).name()).contains("Kate");
        assertThat(envelope.sender()).isEqualTo(envelope.from());
        assertThat(envelope.date()).isEmpty();
        assertThat(scan("Subject:\r\n\r\n").envelope().subject()).contains("");
    }

    @Test
    void aSimpleMessageIsItsOwnPartOne() {
        Structure found = scan("Subject: x\r\n\r\none\r\ntwo\r\n");
        assertThat(found.part(1)).contains(found.root());
        assertThat(found.part(1, 1)).isEmpty();
        assertThat(found.root().lines()).isEqualTo(2);
        assertThat(found.root().parameters()).containsExactly(new Parameter("charset", "us-ascii"));
    }

    @Test
    void lineFeedsAloneEndLinesToo() {
        String message = MIXED.replace("\r\n", "\n");
        Structure found = scan(message);
        assertThat(body(message, found.part(1).orElseThrow())).isEqualTo("one\ntwo");
        assertThat(body(message, found.part(2, 1).orElseThrow())).isEqualTo("inner text\n");
    }

    @Test
    void howTheOctetsComeInPiecesMakesNoDifference() {
        Structure whole = scan(MIXED);
        byte[] octets = MIXED.getBytes(StandardCharsets.ISO_8859_1);
        for (int step = 1; step < 40; step++) {
            StructureScanner scanner = new StructureScanner();
            for (int at = 0; at < octets.length; at += step) {
                scanner.feed(octets, at, Math.min(step, octets.length - at));
            }
            assertThat(scanner.finish()).isEqualTo(whole);
        }
    }

    @Test
    void aBoundaryThatNeverClosesEndsWithTheMessage() {
        String message = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nlast\r\n";
        assertThat(body(message, scan(message).part(1).orElseThrow())).isEqualTo("last\r\n");
    }

    @Test
    void theOuterBoundaryEndsInnerParts() {
        String message = crlf(
                "Content-Type: multipart/mixed; boundary=a",
                "",
                "--a",
                "Content-Type: multipart/mixed; boundary=b",
                "",
                "--b",
                "",
                "inner",
                "--a",
                "",
                "outer",
                "--a--",
                "");
        Structure found = scan(message);
        assertThat(body(message, found.part(1, 1).orElseThrow())).isEqualTo("inner");
        assertThat(body(message, found.part(2).orElseThrow())).isEqualTo("outer");
    }

    @Test
    void aBoundaryMayBeginLikeAnother() {
        String message = crlf(
                "Content-Type: multipart/mixed; boundary=a",
                "",
                "--a and more",
                "Content-Type: multipart/mixed; boundary=ab",
                "",
                "--ab",
                "",
                "inner",
                "--ab--",
                "--a--x",
                "--a");
        Structure found = scan(message);
        assertThat(found.root().parts()).hasSize(1);
        assertThat(body(message, found.part(1, 1).orElseThrow())).isEqualTo("inner");
    }

    @Test
    void aHeaderMayLackItsBody() {
        String message = "Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\nContent-ID: <x>\r\n--a--\r\n";
        BodyPart part = scan(message).part(1).orElseThrow();
        assertThat(header(message, part)).isEqualTo("Content-ID: <x>\r\n");
        assertThat(part.id()).contains("<x>");
        assertThat(part.bodySize()).isZero();
        assertThat(scan("Subject: only").envelope().subject()).contains("only");
    }

    @Test
    void aMultipartWithoutPartsHasAnEmptyOne() {
        Structure found = scan("Content-Type: multipart/mixed\r\n\r\nnothing\r\n");
        assertThat(found.root().parts()).singleElement().satisfies(part -> assertThat(part.bodySize())
                .isZero());
    }

    @Test
    void partsOfADigestAreMessages() {
        Structure found =
                scan("Content-Type: multipart/digest; boundary=a\r\n\r\n--a\r\n\r\nSubject: s\r\n\r\nx\r\n--a--\r\n");
        assertThat(found.part(1).orElseThrow().message().orElseThrow().subject())
                .contains("s");
    }

    @Test
    void anEncodedMessageIsOpaque() {
        Structure found =
                scan("Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nU3ViamVjdDogeA==\r\n");
        assertThat(found.root().mediaType()).isEqualTo("application/octet-stream");
    }

    @Test
    void allFieldsOfAPartAreKept() {
        BodyPart part = scan(crlf(
                        "Content-Type: Text/HTML; Charset=\"a b\"; title*0*=utf-8''x%20; title*1=y",
                        "Content-MD5: abc==",
                        "Content-Disposition: attachment; filename=a.txt",
                        "Content-Language: en, de",
                        "Content-Location: http://a/",
                        "Content-Description: d e",
                        "Content-Transfer-Encoding: 8BIT (so)",
                        "",
                        ""))
                .root();
        assertThat(part.type()).isEqualTo("Text");
        assertThat(part.parameters())
                .containsExactly(new Parameter("Charset", "a b"), new Parameter("title*", "utf-8''x%20y"));
        assertThat(part.md5()).contains("abc==");
        assertThat(part.disposition().orElseThrow().parameters()).containsExactly(new Parameter("filename", "a.txt"));
        assertThat(part.languages()).containsExactly("en", "de");
        assertThat(part.location()).contains("http://a/");
        assertThat(part.description()).contains("d e");
        assertThat(part.encoding()).isEqualTo("8BIT");
    }

    @Test
    void octetsOfAStructureSayTheSame() {
        Structure found = scan(MIXED);
        assertThat(Structure.decode(found.encode())).isEqualTo(found);
        assertThat(found.encode().length).isLessThan(350);
    }

    @Test
    void damagedOctetsAreRefused() {
        byte[] good = scan(MIXED).encode();
        assertThatThrownBy(() -> Structure.decode(new byte[0])).isInstanceOf(IllegalArgumentException.class);
        byte[] later = good.clone();
        later[0] = 9;
        assertThatThrownBy(() -> Structure.decode(later)).isInstanceOf(IllegalArgumentException.class);
        for (int length = 1; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> Structure.decode(cut)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void m01DeepNestingIsCut() {
        StringBuilder deep = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            deep.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\r\n\r\n--b")
                    .append(i)
                    .append("\r\n");
        }
        assertThat(depth(quickly(deep.toString()).root())).isEqualTo(Structure.MAX_DEPTH);
        Structure messages = quickly("Content-Type: message/rfc822\r\n\r\n".repeat(100_000));
        assertThat(depth(messages.root())).isEqualTo(Structure.MAX_DEPTH);
        assertThat(Structure.decode(messages.encode())).isEqualTo(messages);
    }

    private static int depth(BodyPart part) {
        return part.parts().stream().mapToInt(child -> 1 + depth(child)).max().orElse(0);
    }

    @Test
    void manyPartsAreCut() {
        String many = "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + "--b\r\n\r\nx\r\n".repeat(200_000);
        Structure found = quickly(many);
        assertThat(found.root().parts()).hasSize(Structure.MAX_PARTS - 1);
        assertThat(Structure.decode(found.encode())).isEqualTo(found);
    }

    @Test
    void m03AHundredThousandAddressLinesTakeLinearTime() {
        Structure found = quickly("To: a@b.example, \"c, d\" <c@d.example>\r\n".repeat(500_000) + "\r\n");
        assertThat(found.envelope().to()).hasSizeLessThanOrEqualTo(AddressList.MAX_ENTRIES);
        Structure empty = quickly("To:\r\n".repeat(4_000_000) + "\r\n");
        assertThat(empty.envelope().to()).isEmpty();
        quickly("Cc: " + "<@a".repeat(2_000_000) + "\r\n\r\n");
        quickly("Cc: " + "(".repeat(2_000_000) + "\r\n\r\n");
    }

    @Test
    void m05AHundredThousandParametersTakeLinearTime() {
        StringBuilder many = new StringBuilder("Content-Type: text/plain");
        for (int i = 0; i < 100_000; i++) {
            many.append(";\r\n name*").append(i).append("*=x");
        }
        assertThat(quickly(many + "\r\n\r\n").root().parameters()).hasSize(1);
    }

    @Test
    void boundaryLinesOfDeepMultipartsTakeLinearTime() {
        StringBuilder deep = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            deep.append("Content-Type: multipart/mixed; boundary=bbbbbbbbbbbb")
                    .append(i)
                    .append("\r\n\r\n");
            deep.append("--bbbbbbbbbbbb").append(i).append("\r\n");
        }
        quickly(deep + "\r\n" + "--bbbbbbbbbbbb99\n".repeat(1_000_000));
    }

    @Test
    void anEndlessLineIsNotKept() {
        Structure found = quickly("Subject: " + "x".repeat(30_000_000));
        assertThat(found.envelope().subject().orElseThrow().length()).isLessThanOrEqualTo(512 * 1024);
        assertThat(quickly("\r\n" + "x".repeat(30_000_000)).root().bodySize()).isEqualTo(30_000_000);
    }

    static void within(BodyPart part, long begin, long end) {
        assertThat(part.headerOffset()).isGreaterThanOrEqualTo(begin);
        assertThat(part.bodyOffset()).isEqualTo(part.headerOffset() + part.headerSize());
        assertThat(part.bodyOffset() + part.bodySize()).isLessThanOrEqualTo(end);
        assertThat(part.lines()).isLessThanOrEqualTo(part.bodySize());
        long at = part.bodyOffset();
        for (BodyPart child : part.parts()) {
            within(child, at, part.bodyOffset() + part.bodySize());
            at = child.bodyOffset() + child.bodySize();
        }
    }

    private static Structure quickly(String message) {
        return Assertions.assertTimeout(Duration.ofSeconds(20), () -> scan(message));
    }

    @Test
    void aPartOfNoMessageIsNotThere() {
        assertThat(scan("").root().bodySize()).isZero();
        assertThat(scan("").part(2)).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "Subject: x^M^J^M^Jtext^M^J, 0",
                "Subject: x^J^Jtext^J, 3",
                "Subject: x^M^J^Jtext, 3",
                "Subject: x^M^J^M^Jtext^M, 1",
                "^J, 1"
            })
    void octetsThatLinesAreShortOfAreCountedHoweverTheyCome(String text, long missing) throws IOException {
        byte[] message = text.replace("^M", "\r").replace("^J", "\n").getBytes(StandardCharsets.ISO_8859_1);
        Structure whole = Structure.scan(Content.of(message));
        StructureScanner scanner = new StructureScanner();
        for (int i = 0; i < message.length; i++) {
            scanner.feed(message, i, 1);
        }
        assertThat(scanner.finish()).isEqualTo(whole);
        assertThat(whole.missingLineEnds()).isEqualTo(missing);
        byte[] octets = whole.encode();
        assertThat(Structure.missingLineEnds(octets)).isEqualTo(missing);
        assertThat(Structure.decode(octets)).isEqualTo(whole);
        assertThat(Structure.scan(Content.of(new byte[0])).missingLineEnds()).isZero();
    }
}
