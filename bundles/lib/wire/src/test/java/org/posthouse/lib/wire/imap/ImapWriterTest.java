package org.posthouse.lib.wire.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Strings: in quotes where these can hold them. */
class ImapWriterTest {
    private static String written(String value) {
        ImapWriter writer = new ImapWriter(4);
        writer.raw("a ").string(value).space().number(1);
        return new String(writer.take(), ISO_8859_1);
    }

    @Test
    void whatQuotesHoldIsQuoted() {
        assertThat(written("")).isEqualTo("a \"\" 1");
        assertThat(written("some words ~")).isEqualTo("a \"some words ~\" 1");
        assertThat(written("x".repeat(1024))).isEqualTo("a \"" + "x".repeat(1024) + "\" 1");
    }

    @Test
    void quotesAndBackslashesAreMarked() {
        assertThat(written("\"\\\"")).isEqualTo("a \"\\\"\\\\\\\"\" 1");
        assertThat(written("\"".repeat(1024))).isEqualTo("a \"" + "\\\"".repeat(1024) + "\" 1");
    }

    @Test
    void whatQuotesCannotHoldIsALiteral() {
        assertThat(written("two\r\nlines")).isEqualTo("a {10}\r\ntwo\r\nlines 1");
        assertThat(written("\"caf\u00e9\"")).isEqualTo("a {6}\r\n\"caf\u00e9\" 1");
        assertThat(written("\u007f")).isEqualTo("a {1}\r\n\u007f 1");
        assertThat(written("x".repeat(1025))).isEqualTo("a {1025}\r\n" + "x".repeat(1025) + " 1");
    }

    @Test
    void nulIsLeftOut() {
        assertThat(written("a\0b")).isEqualTo("a {2}\r\nab 1");
    }
}
