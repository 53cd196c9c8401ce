package org.posthouse.lib.wire.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthouse.testkit.fuzz.Fuzz;

/** Whatever comes, it is read or refused; never anything else, and never with its own octets in the words to the peer. */
class ImapFuzzTest {
    private static final List<String> COMMANDS = List.of(
            "a FETCH 1:*,7 (UID BODY.PEEK[1.2.HEADER.FIELDS (From \"To\")]<0.100> ENVELOPE)",
            "(BODY[]<1.2> BODY.PEEK[TEXT] RFC822.SIZE FLAGS)",
            "[1.2.HEADER.FIELDS.NOT (From \"To\" X-A)]",
            "OR (SUBJECT \"x\" NOT SEEN) SENTBEFORE 1-Jan-2026 UID 1:*,3 HEADER a {3}\r\nabc\r\n SEEN",
            "CHARSET UTF-8 TEXT abc KEYWORD x LARGER 12 (OLD NEW) SINCE \"01-Feb-2026\"",
            "+FLAGS.SILENT (\\Seen \\Deleted $x)",
            "\" 1-Feb-2026 12:00:00 +0100\" (\\Draft) {10+}\r\n0123456789\r\n",
            "(SUBSCRIBED RECURSIVEMATCH) \"\" (% \"a*\") RETURN (CHILDREN STATUS (SIZE UNSEEN) SPECIAL-USE)",
            "RETURN (MIN COUNT ALL) 1:*",
            "1:3,*:5,4294967295",
            "&U,BTFw-/&- \"a\\\"b\" NIL (a b c)");

    private static final List<Reading> READINGS = List.of(
            in -> {
                in.tag();
                in.space().keyword();
            },
            FetchItem::readAll,
            in -> SearchKey.readAll(in, UTF_8),
            FlagChange::read,
            ImapFuzzTest::set,
            ImapFuzzTest::section,
            ImapDates::dateTime,
            ImapDates::date,
            in -> in.list(StatusItem::read),
            Flags::readList,
            ListRequest::read,
            ListPatterns::readOne,
            SearchReturn::readAll,
            ImapReader::mailbox,
            ImapReader::listMailbox,
            ImapReader::nstring,
            in -> in.list(ImapReader::text),
            SearchKey::charset);

    @FunctionalInterface
    private interface Reading {
        void read(ImapReader in) throws ImapSyntaxException;
    }

    private final Fuzz commands = Fuzz.of(COMMANDS)
            .words(
                    "{3}\r\n",
                    "{4294967296}", "{0+}\r\n", "((", "))", "BODY[", "1:*", "NOT ", "OR ", "\\", "NIL", "\"\"");

    @Test
    void everyOctetIsReadOrRefused() {
        commands.rounds(15_000).feed(input -> {
            CommandText text = text(input);
            for (Reading reading : READINGS) {
                try {
                    ImapReader in = text.reader();
                    reading.read(in);
                    in.end();
                } catch (ImapSyntaxException refused) {
                    assertThat(refused.getMessage()).matches("[ -~]{5,80}");
                }
            }
        });
    }

    /** As a connection cuts it: lines, and literals after lines that announce them. */
    private static CommandText text(byte[] input) {
        CommandText text = new CommandText();
        String rest = new String(input, ISO_8859_1);
        do {
            int end = rest.indexOf("\r\n");
            text.add(rest.substring(0, end < 0 ? rest.length() : end).getBytes(ISO_8859_1));
            rest = end < 0 ? "" : rest.substring(end + 2);
            if (text.announced().isPresent()) {
                long octets = text.announced().get().octets();
                int length = (int) Math.min(octets, rest.length());
                text.add(rest.substring(0, length).getBytes(ISO_8859_1));
                rest = rest.substring(length);
            } else {
                return text;
            }
        } while (true);
    }

    private static void set(ImapReader in) throws ImapSyntaxException {
        NumberSet set = SequenceSet.read(in).upTo(1000);
        assertThat(NumberSet.parse(set.toString())).isEqualTo(set);
        assertThat(set.size()).isPositive();
    }

    private static void section(ImapReader in) throws ImapSyntaxException {
        Section section = Section.read(in);
        assertThat(Section.read(ImapReader.over(section.toString()))).isEqualTo(section);
    }

    @Test
    void i08AMailboxNameHasOneSpellingOrNone() {
        Fuzz.of(List.of("INBOX", "&U,BTFw-/&-", "Entw&APw-rfe", "a/b", "&2D3eAA-"))
                .words("&", "-", "&AC8-", "&AAA-", "&-")
                .feed(octets -> {
                    try {
                        String name = ModifiedUtf7.decode(octets);
                        assertThat(ModifiedUtf7.encode(name)).isEqualTo(new String(octets, ISO_8859_1));
                    } catch (MailboxNameException refused) {
                        assertThat(refused.getMessage()).matches("[ -~]{5,80}");
                    }
                });
    }

    @Test
    void whatIsWrittenAsAStringIsReadAsTheSame() {
        Fuzz.of(List.of("kate", "a \"b\" \\", "{3}", "NIL"))
                .words("\r\n", "\"", "\\")
                .feed(octets -> {
                    String value = new String(octets, ISO_8859_1).replace("\0", "");
                    byte[] written = new ImapWriter().string(value).take();
                    CommandText text = text((new String(written, ISO_8859_1) + "\r\n").getBytes(ISO_8859_1));
                    ImapReader in = text.reader();
                    assertThat(new String(in.string(), ISO_8859_1)).isEqualTo(value);
                    in.end();
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1", "1,", "1:*,", "(", "NOT ", "OR ", "\"", "\\\"", "a", "&", "&AOQ-", "BODY[", "1.", "*%", "(a "
            })
    void aCommandIsReadInLinearTime(String piece) {
        for (String begin : List.of("", "(", "\"", "BODY[", "1:", "OR ", "\"\" ")) {
            Fuzz.linear(begin, piece, input -> {
                CommandText text = text(input);
                for (Reading reading : READINGS) {
                    try {
                        reading.read(text.reader());
                    } catch (ImapSyntaxException refused) {
                        assertThat(refused.getMessage()).isNotEmpty();
                    }
                }
            });
        }
    }
}
