package org.posthouse.lib.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthouse.api.mail.Content;

class HeaderFieldsTest {
    private static HeaderFields of(String text) {
        return HeaderFields.of(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void fieldsAreFoundByNameWithoutCase() {
        HeaderFields fields = of("Received: a\r\nSubject: x\r\nRECEIVED:  b\r\n\r\nSubject: body");
        assertThat(fields.all("received")).containsExactly("a", " b");
        assertThat(fields.first("subject")).contains("x");
        assertThat(fields.first("to")).isEmpty();
        assertThat(fields.count()).isEqualTo(3);
        assertThat(fields.whole()).isTrue();
        assertThat(fields.size()).isEqualTo("Received: a\r\nSubject: x\r\nRECEIVED:  b\r\n\r\n".length());
    }

    @Test
    void aFoldedBodyIsUnfolded() {
        assertThat(of("Subject: one\r\n two\n\tthree\r\n\r\n").first("Subject")).contains("one two\tthree");
    }

    @Test
    void aBlankBeforeTheColonIsNoPartOfTheName() {
        assertThat(of("From : a@b\r\n\r\n").first("from")).contains("a@b");
    }

    @Test
    void linesThatAreNoFieldHaveNoName() {
        HeaderFields fields = of("From kate Mon 10:00\r\nSubject: x\r\nnothing\r\n\r\n");
        assertThat(fields.fields()).extracting(HeaderFields.Field::name).containsExactly("", "Subject", "");
    }

    @Test
    void octetsOfFieldsMakeTheSectionAgain() {
        String text = "A: b\r\n c\nD:e\r\njunk\r\n";
        StringBuilder joined = new StringBuilder();
        of(text + "\r\nbody")
                .fields()
                .forEach(field -> joined.append(new String(field.octets(), StandardCharsets.UTF_8)));
        assertThat(joined).hasToString(text);
    }

    @Test
    void aSectionIsReadUpToItsLimit() throws IOException {
        Content message = Content.of(("X: y\r\n".repeat(10_000) + "\r\nbody").getBytes(StandardCharsets.US_ASCII));
        assertThat(HeaderFields.read(message, 100_000).whole()).isTrue();
        assertThat(HeaderFields.read(message, 100_000).count()).isEqualTo(10_000);
        assertThat(HeaderFields.read(message, 50_000).whole()).isFalse();
        Content headless = Content.of("X: y\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(HeaderFields.read(headless, 50_000).whole()).isTrue();
        assertThat(HeaderFields.read(Content.of(new byte[0]), 50_000).count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=?utf-8?q?a_b=C3=A9?=",
                "=?ISO-8859-1?Q?Andr=E9?= Pirard",
                "=?UTF-8?B?w6nDqA==?= =?UTF-8?B?w6k=?=",
                "(=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=)",
                "plain =? text ?= here",
                "=?utf-8*en?q?x?=",
                "=?utf-8?x?x?="
            })
    void encodedWordsAreDecodedAsMime4jDoes(String text) {
        assertThat(of("S: " + text + "\r\n\r\n").text("s"))
                .contains(DecoderUtil.decodeEncodedWords(
                        text.replace("*en", ""), DecodeMonitor.SILENT, StandardCharsets.UTF_8));
    }

    @Test
    void charactersCutInTwoWordsAreWhole() {
        assertThat(of("S: =?utf-8?q?=C3?= =?utf-8?q?=A9?= x\r\n\r\n").text("s")).contains("\u00e9 x");
    }

    @Test
    void m07UnknownCharacterSetsAndBrokenWordsAreReadable() {
        for (String charset : new String[] {"UTF-7", "ISO-2022-CN", "../../x", "x".repeat(70), "utf-16"}) {
            assertThat(of("S: =?" + charset + "?b?!!!aGk?=\r\n\r\n").text("s")).isPresent();
        }
        assertThat(of("S: =?utf-8?b?aGk=garbage?=\r\n\r\n").text("s")).contains("hi");
    }

    @Test
    void m07EncodedWordBombsTakeLinearTime() {
        for (String bomb : new String[] {"=?", "=?a?q?", "=?utf-8?q?x?= ", "=?a"}) {
            Assertions.assertTimeout(Duration.ofSeconds(20), () -> of("S: " + bomb.repeat(300_000))
                    .text("s"));
        }
    }

    @Test
    void m07AfterFiftyCharacterSetsOthersAreTakenAsUtf8() {
        StringBuilder many = new StringBuilder("S: =?iso-8859-1?q?=E9?=");
        for (int i = 0; i < 100_000; i++) {
            many.append(" =?x-").append(i).append("?q?a?=");
        }
        many.append(" =?iso-8859-1?q?=E9?= =?iso-8859-2?q?=C3=A9?=");
        String read = Assertions.assertTimeout(
                Duration.ofSeconds(20), () -> of(many.toString()).text("s").orElseThrow());
        assertThat(read).hasSize(100_003).startsWith("\u00e9aa").endsWith("a\u00e9\u00e9");
    }

    @Test
    void octetsThatAreNotUtf8AreLatin1() {
        byte[] octets = "S: caf\u00e9\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(HeaderFields.of(octets).first("s")).contains("caf\u00e9");
        assertThat(of("S: caf\u00e9\r\n\r\n").first("s")).contains("caf\u00e9");
    }
}
