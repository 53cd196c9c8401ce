package org.posthouse.lib.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthouse.testkit.fuzz.Fuzz;

/** Bodies of fields: whatever stands in them, they are read, and nothing grows beyond what stands there. */
class FieldFuzzTest {
    private static final List<String> ADDRESSES = List.of(
            "Kate <kate@school.edu>, \"Ron, R.\" <ron@example.com>",
            "team: kate@school.edu, ron@example.com;, x@y.example (comment \\) (nested))",
            "<@one.example,@two.example:a@[127.0.0.1]>, a . b @ c . d",
            "=?utf-8?q?=C3=A9?= <z@example.com>");
    private static final List<String> PARAMETERS = List.of(
            "text/plain; charset=\"utf-8\"; format=flowed (comment)",
            "attachment; filename*0*=utf-8''a%20%C3; filename*1*=%A9; filename*2=\"b\\\".txt\"",
            "multipart/mixed; boundary=\"=_b\"; boundary=c; name=a b");
    private static final List<String> WORDS = List.of(
            "=?utf-8?q?a_b=C3=A9?= =?utf-8?b?w6k=?=",
            "=?iso-2022-jp?b?GyRCJCIbKEI=?=",
            "plain =?x?q?y?= =?utf-8*en?q?z?=");

    @Test
    void everyAddressListIsReadAndItsGroupsAreClosed() {
        Fuzz.of(ADDRESSES)
                .words("<@", ":;", "((", "))", "\\\"", "@[", ", ", "\r\n ")
                .rounds(50_000)
                .feed(octets -> {
                    List<MailboxAddress> found = AddressList.parse(new String(octets, ISO_8859_1));
                    assertThat(found.size()).isLessThanOrEqualTo(octets.length + 1);
                    int open = 0;
                    for (MailboxAddress each : found) {
                        boolean end = each.mailbox().isEmpty();
                        open += end ? -1 : each.isMailbox() ? 0 : 1;
                        assertThat(open).isBetween(0, 1);
                    }
                    assertThat(open).isZero();
                });
    }

    @Test
    void everyParameterIsReadAndJoinedOnce() {
        Fuzz.of(PARAMETERS)
                .words("*0=", "*1*=", "''", "%", "; ", "*9999=", "*=", "=?utf-8?b?", "(")
                .feed(octets -> {
                    MimeField field = MimeField.parse(new String(octets, ISO_8859_1));
                    List<Parameter> joined = ParameterValues.join(field.parameters());
                    assertThat(joined.size())
                            .isLessThanOrEqualTo(field.parameters().size());
                    assertThat(ParameterValues.join(joined)).hasSameSizeAs(joined);
                    Map<String, String> decoded = ParameterValues.decode(joined);
                    int length =
                            decoded.values().stream().mapToInt(String::length).sum();
                    assertThat(length).isLessThanOrEqualTo(octets.length + 2);
                });
    }

    /** Octets above 127 that stand in a word unencoded may become two. */
    @Test
    void encodedWordsAreAtMostTwiceAsLongAsTheirText() {
        Fuzz.of(WORDS)
                .words("=?", "?=", "?b?", "?q?", "utf-7", "utf-16", "=00", "x-unknown")
                .feed(octets -> {
                    String readable = Texts.readable(new String(octets, ISO_8859_1));
                    assertThat(readable.length()).isLessThanOrEqualTo(2 * octets.length);
                });
    }

    @Test
    void m07EveryNameIsACharacterSet() {
        Fuzz.of(List.of("utf-8", "ISO-2022-CN", "UTF-7", "x-windows-949", "../../x", "ks_c_5601-1987"))
                .rounds(5000)
                .feed(octets -> {
                    Charset charset = Texts.charset(new String(octets, ISO_8859_1));
                    assertThat(Texts.decode(octets, charset).length()).isLessThanOrEqualTo(octets.length);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@b, ",
                "a@b",
                "<",
                "<@a",
                "(",
                "(a)",
                "\"",
                "\\",
                ":",
                ";",
                "[",
                "@",
                "a ",
                "; a*0=b",
                ";a=",
                "=?",
                "=?a?q?",
                "=?utf-8?q?x?= ",
                "=?utf-8?b?",
                "=?utf-8?q?=41?=",
                "%41",
                "''"
            })
    void aFieldIsReadInLinearTime(String piece) {
        for (String begin : List.of("", "a/b; x=\"", "=?utf-8?q?", "a:")) {
            Fuzz.linear(begin, piece, octets -> {
                String body = new String(octets, ISO_8859_1);
                AddressList.parse(body);
                ParameterValues.decode(
                        ParameterValues.join(MimeField.parse(body).parameters()));
                Texts.readable(body);
            });
        }
    }
}
