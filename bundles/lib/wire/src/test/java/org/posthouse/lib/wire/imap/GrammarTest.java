package org.posthouse.lib.wire.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthouse.lib.wire.imap.FetchItem.Plain;

class GrammarTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[1]",
                "[1.2.3]",
                "[HEADER]",
                "[1.HEADER]",
                "[TEXT]",
                "[4.2.TEXT]",
                "[1.MIME]",
                "[HEADER.FIELDS (From To)]",
                "[2.HEADER.FIELDS.NOT (\"nil\" X-A)]"
            })
    void sectionsArePrintedAsTheyWereRead(String section) throws ImapSyntaxException {
        ImapReader in = ImapReader.over(section);
        assertThat(Section.read(in)).hasToString(section);
        in.end();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[",
                "[0]",
                "[1.]",
                "[.1]",
                "[MIME]",
                "[HEADER.FIELDS]",
                "[HEADER.FIELDS ()]",
                "[HEADER.FIELDS (a:b)]",
                "[FOOTER]",
                "[1 ]",
                "[1.4294967296]",
                "[HEADER.FIELDS (\"\")]"
            })
    void whatIsNoSectionIsRefused(String section) {
        assertThatThrownBy(() -> Section.read(ImapReader.over(section))).isInstanceOf(ImapSyntaxException.class);
    }

    @Test
    void sectionsAreNotDeeperThanMessages() {
        String deep = "[" + "1.".repeat(20_000) + "1]";
        assertThatThrownBy(() -> Section.read(ImapReader.over(deep))).isInstanceOf(ImapSyntaxException.class);
    }

    @Test
    void macrosStandForItems() throws ImapSyntaxException {
        assertThat(FetchItem.readAll(ImapReader.over("FAST")))
                .containsExactly(Plain.FLAGS, Plain.INTERNALDATE, Plain.RFC822_SIZE);
        assertThat(FetchItem.readAll(ImapReader.over("all"))).endsWith(Plain.ENVELOPE);
        assertThat(FetchItem.readAll(ImapReader.over("Full"))).endsWith(Plain.BODY);
        assertThatThrownBy(() -> FetchItem.readAll(ImapReader.over("(FAST)"))).isInstanceOf(ImapSyntaxException.class);
    }

    @Test
    void fetchItemsKnowHowTheyAreAnswered() throws ImapSyntaxException {
        List<FetchItem> items = FetchItem.readAll(
                ImapReader.over("(BODY[1]<5.10> BODY.PEEK[TEXT] RFC822 RFC822.HEADER RFC822.TEXT BODY uid)"));
        assertThat(items)
                .containsExactly(
                        new FetchItem.Octets(
                                "BODY[1]<5>",
                                new Section(List.of(1), Section.Text.ALL, List.of()),
                                Optional.of(new FetchItem.Partial(5, 10)),
                                false),
                        new FetchItem.Octets(
                                "BODY[TEXT]",
                                new Section(List.of(), Section.Text.TEXT, List.of()),
                                Optional.empty(),
                                true),
                        new FetchItem.Octets("RFC822", Section.MESSAGE, Optional.empty(), false),
                        new FetchItem.Octets(
                                "RFC822.HEADER",
                                new Section(List.of(), Section.Text.HEADER, List.of()),
                                Optional.empty(),
                                true),
                        new FetchItem.Octets(
                                "RFC822.TEXT",
                                new Section(List.of(), Section.Text.TEXT, List.of()),
                                Optional.empty(),
                                false),
                        Plain.BODY,
                        Plain.UID);
    }

    @Test
    void systemFlagsHaveOneSpellingAndRecentIsNobodysToSet() throws ImapSyntaxException {
        assertThat(Flags.readList(ImapReader.over("(\\seen \\DELETED $Label \\Seen $LABEL)")))
                .isEqualTo(Set.of("\\Seen", "\\Deleted", "$Label"));
        for (String bad : List.of("(\\Recent)", "(\\Foo)", "(\\)", "(\\*)", "(a", "(\\SeenX)", "(\\See)")) {
            assertThatThrownBy(() -> Flags.readList(ImapReader.over(bad))).isInstanceOf(ImapSyntaxException.class);
        }
    }

    @Test
    void storeTakesFlagsWithAndWithoutParentheses() throws ImapSyntaxException {
        assertThat(FlagChange.read(ImapReader.over("+FLAGS.SILENT (\\Seen)")))
                .isEqualTo(new FlagChange(FlagChange.Mode.ADD, true, Set.of("\\Seen")));
        assertThat(FlagChange.read(ImapReader.over("-FLAGS a \\Draft")))
                .isEqualTo(new FlagChange(FlagChange.Mode.REMOVE, false, Set.of("a", "\\Draft")));
        assertThat(FlagChange.read(ImapReader.over("FLAGS ()")))
                .isEqualTo(new FlagChange(FlagChange.Mode.REPLACE, false, Set.of()));
        assertThatThrownBy(() -> FlagChange.read(ImapReader.over("*FLAGS ()"))).isInstanceOf(ImapSyntaxException.class);
    }

    @Test
    void datesAreReadAndPrinted() throws ImapSyntaxException {
        assertThat(ImapDates.date(ImapReader.over("1-Feb-2026"))).isEqualTo(LocalDate.of(2026, 2, 1));
        assertThat(ImapDates.date(ImapReader.over("\"01-feb-2026\""))).isEqualTo(LocalDate.of(2026, 2, 1));
        Instant noon = Instant.parse("2026-02-01T11:00:00Z");
        assertThat(ImapDates.dateTime(ImapReader.over("\" 1-Feb-2026 12:00:00 +0100\""))
                        .toInstant())
                .isEqualTo(noon);
        assertThat(ImapDates.print(noon)).isEqualTo(" 1-Feb-2026 11:00:00 +0000");
        assertThat(ImapDates.dateTime(ImapReader.over("\"" + ImapDates.print(noon) + "\""))
                        .toInstant())
                .isEqualTo(noon);
        assertThat(ImapDates.print(Instant.MAX)).contains("-9999 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"1-Feb-2026 12:00:00 +0100\"",
                "\"31-Feb-2026 12:00:00 +0100\"",
                "\"01-Feb-2026 24:00:00 +0100\"",
                "\"01-Feb-2026 12:00:00 0100\"",
                "\"01-Feb-2026 12:00:00 +9900\"",
                "\"01-Fev-2026 12:00:00 +0000\"",
                "\"01-Feb-26 12:00:00 +0000\"",
                "01-Feb-2026"
            })
    void whatIsNoDateTimeIsRefused(String text) {
        assertThatThrownBy(() -> ImapDates.dateTime(ImapReader.over(text))).isInstanceOf(ImapSyntaxException.class);
    }

    @Test
    void searchKeysAreReadAsWhatTheyStandFor() throws ImapSyntaxException {
        assertThat(search("UNSEEN")).isEqualTo(new SearchKey.Not(new SearchKey.HasFlag("\\Seen")));
        assertThat(search("new"))
                .isEqualTo(new SearchKey.And(
                        List.of(new SearchKey.Recent(), new SearchKey.Not(new SearchKey.HasFlag("\\Seen")))));
        assertThat(search("OR SUBJECT a (BODY b LARGER 3)"))
                .isEqualTo(new SearchKey.Or(
                        new SearchKey.Header("SUBJECT", "a"),
                        new SearchKey.And(List.of(new SearchKey.Body("b"), new SearchKey.Larger(3)))));
        assertThat(search("SENTSINCE 1-Jan-2026"))
                .isEqualTo(new SearchKey.Sent(SearchKey.DateTest.SINCE, LocalDate.of(2026, 1, 1)));
        assertThat(search("ALL")).isEqualTo(new SearchKey.And(List.of()));
        ImapReader in = ImapReader.over("CHARSET utf-8 ALL");
        assertThat(SearchKey.charset(in)).contains("utf-8");
        assertThat(SearchKey.charset(ImapReader.over("ALL"))).isEmpty();
    }

    @Test
    void theWordsOfSearchKeysAreThoseThatAreRead() {
        assertThat(SearchKey.WORDS).isSorted().hasSize(35).allSatisfy(word -> {
            try {
                search(word);
            } catch (ImapSyntaxException e) {
                assertThat(e).isNotInstanceOf(SearchKeyException.class);
            }
        });
        assertThatThrownBy(() -> search("OR ALL frm ron"))
                .isInstanceOfSatisfying(
                        SearchKeyException.class, e -> assertThat(e.word()).isEqualTo("FRM"));
    }

    @Test
    void searchKeysAreNotNestedWithoutEnd() {
        String deep = "(".repeat(30_000) + "ALL" + ")".repeat(30_000);
        assertThatThrownBy(() -> search(deep)).isInstanceOf(ImapSyntaxException.class);
        assertThatThrownBy(() -> search("NOT ".repeat(10_000) + "ALL")).isInstanceOf(ImapSyntaxException.class);
        assertThatThrownBy(() -> search("OR ".repeat(10_000) + "ALL")).isInstanceOf(ImapSyntaxException.class);
    }

    @Test
    void responsesHoldWhatValuesHold() throws ImapSyntaxException {
        String nasty = "a\"b\\c\r\n* BYE\0" + (char) 0xe9;
        byte[] octets = new ImapWriter().string("plain").space().string(nasty).take();
        assertThat(new String(octets, ISO_8859_1)).isEqualTo("\"plain\" {13}\r\na\"b\\c\r\n* BYE" + (char) 0xe9);
        assertThat(new String(new ImapWriter().string("q\"\\").take(), UTF_8)).isEqualTo("\"q\\\"\\\\\"");
        assertThat(new String(new ImapWriter().nstring(Optional.empty()).take(), UTF_8))
                .isEqualTo("NIL");
        assertThat(new String(new ImapWriter().string("x".repeat(5000)).take(), UTF_8))
                .startsWith("{5000}\r\n");
    }

    private static SearchKey search(String text) throws ImapSyntaxException {
        return SearchKey.readAll(ImapReader.over(text), UTF_8);
    }

    @Test
    void numbersAreWrittenInFullAndWhatIsWrittenLeavesNothingBehind() {
        ImapWriter writer = new ImapWriter();
        for (long each : new long[] {0, 9, 10, 4_294_967_295L, Long.MAX_VALUE, -1}) {
            assertThat(new String(writer.number(each).take(), UTF_8)).isEqualTo(Long.toString(each));
        }
        assertThat(writer.size()).isZero();
        assertThat(new String(writer.literal(300).bytes(new byte[300]).raw("é)").take(), UTF_8))
                .isEqualTo("{300}\r\n" + "\0".repeat(300) + "?)");
    }
}
