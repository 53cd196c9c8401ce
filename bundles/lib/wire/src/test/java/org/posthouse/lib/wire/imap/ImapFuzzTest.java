package org.posthouse.lib.wire.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever comes, it is read or refused; never anything else, and never with its own octets in the words to the peer. */
class ImapFuzzTest {
    private static final List<String> SEEDS = List.of(
            "a FETCH 1:*,7 (UID BODY.PEEK[1.2.HEADER.FIELDS (From \"To\")]<0.100> ENVELOPE)",
            "(BODY[]<1.2> BODY.PEEK[TEXT] RFC822.SIZE FLAGS)",
            "OR (SUBJECT \"x\" NOT SEEN) SENTBEFORE 1-Jan-2026 UID 1:*,3 HEADER a {3}",
            "CHARSET UTF-8 TEXT abc KEYWORD x LARGER 12 (OLD NEW) SINCE \"01-Feb-2026\"",
            "+FLAGS.SILENT (\\Seen \\Deleted $x)",
            "\" 1-Feb-2026 12:00:00 +0100\" (\\Draft) {10+}",
            "(SUBSCRIBED RECURSIVEMATCH) \"\" (% \"a*\") RETURN (CHILDREN STATUS (SIZE UNSEEN) SPECIAL-USE)",
            "RETURN (MIN COUNT ALL) 1:*",
            "&U,BTFw-/&- \"a\\\"b\" NIL (a b c)");

    private static final List<Reading> READINGS = List.of(
            in -> {
                in.tag();
                in.space().keyword();
            },
            FetchItem::readAll,
            in -> SearchKey.readAll(in, UTF_8),
            FlagChange::read,
            SequenceSet::read,
            Section::read,
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

    @Test
    void everyOctetIsReadOrRefused() {
        Random random = new Random(11);
        for (int round = 0; round < 15_000; round++) {
            byte[] octets = mutated(SEEDS.get(random.nextInt(SEEDS.size())), random);
            CommandText text = new CommandText();
            text.add(octets);
            if (text.announced().isPresent() && random.nextBoolean()) {
                text.add(new byte[] {'x', (byte) random.nextInt(256)});
                text.add(mutated(SEEDS.get(random.nextInt(SEEDS.size())), random));
            }
            for (Reading reading : READINGS) {
                try {
                    ImapReader in = text.reader();
                    reading.read(in);
                    in.end();
                } catch (ImapSyntaxException refused) {
                    assertThat(refused.getMessage()).matches("[ -~]{5,80}");
                }
            }
        }
    }

    private static byte[] mutated(String seed, Random random) {
        byte[] octets = seed.getBytes(ISO_8859_1);
        int from = random.nextInt(octets.length);
        byte[] piece = Arrays.copyOfRange(octets, random.nextBoolean() ? 0 : from, octets.length);
        for (int i = random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(piece.length);
            piece[at] = random.nextBoolean()
                    ? (byte) random.nextInt(256)
                    : (byte) "()[]{}<>\"\\*%:,.&-+ 09aZ".charAt(random.nextInt(22));
        }
        return piece;
    }
}
