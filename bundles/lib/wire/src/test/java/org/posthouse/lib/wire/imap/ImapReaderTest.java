package org.posthouse.lib.wire.imap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImapReaderTest {
    @Test
    void aCommandIsItsLinesAndTheLiteralsBetween() throws ImapSyntaxException {
        CommandText text = new CommandText();
        text.add(octets("a LOGIN {4}"));
        assertThat(text.announced()).contains(new LiteralMark(4, true));
        text.add(octets("kate"));
        assertThat(text.announced()).isEmpty();
        text.add(octets(" {3+}"));
        assertThat(text.announced()).contains(new LiteralMark(3, false));
        text.add(octets("a\"b"));
        text.add(octets(""));
        assertThat(text.announced()).isEmpty();

        ImapReader in = CommandText.of(text.pieces()).reader();
        assertThat(in.tag()).isEqualTo("a");
        assertThat(in.space().keyword()).isEqualTo("LOGIN");
        assertThat(in.space().text()).isEqualTo("kate");
        assertThat(in.space().text()).isEqualTo("a\"b");
        in.end();
    }

    @Test
    void whatComesBehindALiteralIsPartOfTheCommand() throws ImapSyntaxException {
        CommandText text = new CommandText();
        text.add(octets("{1}"));
        text.add(octets("x"));
        text.add(octets("y"));
        ImapReader in = text.reader();
        assertThat(in.text()).isEqualTo("x");
        assertThatThrownBy(in::end).isInstanceOf(ImapSyntaxException.class);
    }

    @Test
    void quotedStringsHaveEscapesForTwoCharactersOnly() throws ImapSyntaxException {
        assertThat(ImapReader.over("\"a\\\"\\\\b\"").text()).isEqualTo("a\"\\b");
        assertThat(ImapReader.over("\"\"").text()).isEmpty();
        for (String bad : List.of("\"a", "\"a\\n\"", "\"\\", "\"\0\"", "\"a\rb\"")) {
            assertThatThrownBy(() -> ImapReader.over(bad).text()).isInstanceOf(ImapSyntaxException.class);
        }
    }

    @Test
    void aLiteralHasNoNul() {
        CommandText text = new CommandText();
        text.add(octets("{1}"));
        text.add(new byte[] {0});
        text.add(octets(""));
        assertThatThrownBy(() -> text.reader().text()).isInstanceOf(ImapSyntaxException.class);
    }

    @Test
    void textIsUtf8() throws ImapSyntaxException {
        assertThat(ImapReader.over("\"é\"").text()).isEqualTo("é");
        CommandText text = new CommandText();
        text.add(new byte[] {'"', (byte) 0xff, '"'});
        assertThatThrownBy(() -> text.reader().text()).isInstanceOf(ImapSyntaxException.class);
    }

    @Test
    void numbersHave32Bits() throws ImapSyntaxException {
        assertThat(ImapReader.over("4294967295").number()).isEqualTo(4_294_967_295L);
        assertThat(ImapReader.over("0").number()).isZero();
        for (String bad : List.of("4294967296", "99999999999999999999999999", "-1", "", "x")) {
            assertThatThrownBy(() -> ImapReader.over(bad).number()).isInstanceOf(ImapSyntaxException.class);
        }
        assertThatThrownBy(() -> ImapReader.over("0").nzNumber()).isInstanceOf(ImapSyntaxException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "{+}",
                "{x}",
                "{-1}",
                "{0x1}",
                "{4294967296}",
                "{99999999999999999999}",
                "{1}x",
                "{1++}"
            })
    void whatIsNoMarkOfALiteralIsNone(String line) {
        assertThat(LiteralMark.at(octets(line))).isEmpty();
    }

    @Test
    void aMarkIsAtTheEndOfItsLine() {
        assertThat(LiteralMark.at(octets("a b {4294967295}"))).contains(new LiteralMark(4_294_967_295L, true));
        assertThat(LiteralMark.at(octets("{0+}"))).contains(new LiteralMark(0, false));
    }

    @Test
    void listsHaveOneSpaceBetweenItems() throws ImapSyntaxException {
        assertThat(ImapReader.over("(a b)").list(ImapReader::atom)).containsExactly("a", "b");
        assertThat(ImapReader.over("()").list(ImapReader::atom)).isEmpty();
        for (String bad : List.of("(a  b)", "( a)", "(a ", "(a", "a", "(a b )")) {
            assertThatThrownBy(() -> ImapReader.over(bad).list(ImapReader::atom))
                    .isInstanceOf(ImapSyntaxException.class);
        }
    }

    @Test
    void inboxIsSpelledInOneWay() throws ImapSyntaxException {
        assertThat(ImapReader.over("iNbOx").mailbox()).isEqualTo("INBOX");
        assertThat(ImapReader.over("inbox/a").mailbox()).isEqualTo("INBOX/a");
        assertThat(ImapReader.over("inboxes").mailbox()).isEqualTo("inboxes");
        assertThat(ImapReader.over("a/inbox").mailbox()).isEqualTo("a/inbox");
        assertThat(ImapReader.over("inb").mailbox()).isEqualTo("inb");
    }

    @Test
    void nilIsNoString() throws ImapSyntaxException {
        assertThat(ImapReader.over("nil").nstring()).isEmpty();
        assertThat(ImapReader.over("\"NIL\"").nstring().map(ImapReaderTest::text))
                .isEqualTo(Optional.of("NIL"));
        assertThatThrownBy(() -> ImapReader.over("nothing").nstring()).isInstanceOf(ImapSyntaxException.class);
    }

    private static byte[] octets(String text) {
        return text.getBytes(UTF_8);
    }

    private static String text(byte[] octets) {
        return new String(octets, UTF_8);
    }
}
