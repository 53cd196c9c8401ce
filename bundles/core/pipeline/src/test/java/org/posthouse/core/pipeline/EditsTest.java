package org.posthouse.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.pipeline.Via;
import org.posthouse.lib.mime.HeaderFields;
import org.posthouse.spi.filter.Judgement;

class EditsTest {
    private static final String SENT = "A: 1\r\nB: 2\r\n\tfolded\r\na:3\r\njunk\r\n\r\nbody\r\n";

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    /** What stands around our Received field. */
    private String edited(Judgement judgement, String sent) throws MailException {
        bench.filter("f", "1", new ScriptedFilter().at(Stage.MESSAGE, judgement));
        assertThat(bench.send(sent).code()).isEqualTo(250);
        String message = bench.queue.mails.get(bench.queue.mails.size() - 1).message();
        int received = message.indexOf("Received: ");
        int end = message.indexOf("+0000\r\n", received) + 7;
        return message.substring(0, received) + "|" + message.substring(end);
    }

    private static Judgement.Builder say() {
        return Judgement.builder();
    }

    @Test
    void whatNobodyEditsStaysAsItCame() throws MailException {
        for (String sent :
                new String[] {SENT, "", "no header", "\r\nbody", "A: b", "A: b\n\nx\n", "\u00e9: \u00ff\r\n\r\n"}) {
            assertThat(edited(Judgement.none(), sent)).isEqualTo("|" + sent);
        }
    }

    @Test
    void addedFieldsStandOnTopTheLatestFirst() throws MailException {
        assertThat(edited(say().addHeader("X-One", "1").addHeader("X-Two", "2").done(), SENT))
                .isEqualTo("X-Two: 2\r\nX-One: 1\r\n|" + SENT);
    }

    @Test
    void fieldsAreChangedAndRemovedByNameAndPlace() throws MailException {
        assertThat(edited(say().changeHeader("a", 1, "4").done(), SENT)).isEqualTo("|" + SENT.replace("a:3", "a: 4"));
        assertThat(edited(say().removeHeader("b", 0).done(), SENT))
                .isEqualTo("|" + SENT.replace("B: 2\r\n\tfolded\r\n", ""));
        assertThat(edited(
                        say().removeHeader("a", 2)
                                .changeHeader("c", 0, "x")
                                .removeHeader("a", -1)
                                .done(),
                        SENT))
                .isEqualTo("|" + SENT);
    }

    @Test
    void editsSeeThoseBeforeThem() throws MailException {
        assertThat(edited(
                        say().addHeader("A", "0")
                                .changeHeader("A", 0, "new")
                                .removeHeader("A", 1)
                                .done(),
                        SENT))
                .isEqualTo("A: new\r\n|" + SENT.replace("A: 1\r\n", ""));
    }

    @Test
    void filtersAfterSeeTheEditsOfThoseBefore() throws MailException {
        bench.filter("z", "1", new ScriptedFilter().at(Stage.MESSAGE, mail -> say().addHeader(
                        "X-Saw",
                        mail.headers().all("A").toString() + mail.headers().count())
                .done()));
        assertThat(edited(say().addHeader("A", "0").removeHeader("B", 0).done(), SENT))
                .startsWith("X-Saw: [0, 1, 3]4\r\nA: 0\r\n|A: 1\r\na:3\r\n");
    }

    @Test
    void d07ResultsThatClaimToBeOursAreRemoved() throws MailException {
        String rest = "Authentication-Results: other.example; spf=pass\r\nSubject: x\r\n\r\nbody\r\n";
        for (String forged : new String[] {
            "mx.school.edu; dmarc=pass",
            " MX.School.edu 1; dmarc=pass",
            "(a (b) \\) c) mx.school.edu\r\n ; dmarc=pass",
            "\"mx.school.edu\"; dmarc=pass",
            "mx.school.edu. (x); dmarc=pass"
        }) {
            assertThat(edited(Judgement.none(), "authentication-results : " + forged + "\r\n" + rest))
                    .as(forged)
                    .isEqualTo("|" + rest);
        }
        bench.via = Via.LMTP;
        String trusted = "Authentication-Results: mx.school.edu; spf=pass\r\n\r\n";
        assertThat(edited(Judgement.none(), trusted)).isEqualTo("|" + trusted);
    }

    @Test
    void aBodyIsReplacedAndClosed() throws MailException {
        boolean[] closed = new boolean[2];
        assertThat(edited(
                        say().replaceBody(closing("dropped\r\n", closed, 0))
                                .replaceBody(closing("new\r\n", closed, 1))
                                .done(),
                        SENT))
                .isEqualTo("|" + SENT.replace("body", "new"));
        assertThat(closed).containsExactly(true, true);
    }

    private static Content closing(String text, boolean[] closed, int index) {
        Content octets = Content.of(text.getBytes(StandardCharsets.US_ASCII));
        return new Content() {
            @Override
            public long size() {
                return octets.size();
            }

            @Override
            public java.io.InputStream open() throws java.io.IOException {
                return octets.open();
            }

            @Override
            public long transferTo(long offset, long count, java.nio.channels.WritableByteChannel target)
                    throws java.io.IOException {
                return octets.transferTo(offset, count, target);
            }

            @Override
            public void close() {
                closed[index] = true;
            }
        };
    }

    private static String field(String value) {
        return new String(FieldText.of("X-Test", value), StandardCharsets.US_ASCII);
    }

    @Test
    void longFieldsAreFoldedBeforeBlanks() {
        assertThat(field("")).isEqualTo("X-Test:\r\n");
        String value = "word ".repeat(100).strip();
        String[] lines = field(value).split("\r\n");
        assertThat(lines).hasSizeGreaterThan(5).allMatch(line -> line.length() <= 78);
        assertThat(HeaderFields.of(field(value).getBytes(StandardCharsets.US_ASCII))
                        .first("x-test"))
                .contains(value);
    }

    @Test
    void noLineIsLongerThan998() {
        String[] lines = field("x".repeat(5000) + " y").split("\r\n");
        assertThat(lines).allMatch(line -> line.length() <= 998).allMatch(line -> !line.isBlank());
        assertThat(String.join("", lines).replace(" ", "")).isEqualTo("X-Test:" + "x".repeat(5000) + "y");
    }

    @Test
    void textThatIsNotAsciiBecomesEncodedWords() {
        for (String value : new String[] {
            "caf\u00e9 au lait",
            "\u00e9t\u00e9 \u00e0 Paris",
            "\ud83d\ude00 ".repeat(40).strip()
        }) {
            String field = field(value);
            assertThat(field.chars()).allMatch(c -> c < 0x7f);
            assertThat(field.split("\r\n")).allMatch(line -> line.length() <= 78);
            assertThat(HeaderFields.of(field.getBytes(StandardCharsets.US_ASCII))
                            .text("x-test"))
                    .contains(value);
        }
    }

    @Test
    void controlsAreNotSent() {
        assertThat(field("a\u0001b\tc\u007f".toUpperCase(Locale.ROOT))).isEqualTo("X-Test: A?B =?UTF-8?Q?C=7F?=\r\n");
    }
}
