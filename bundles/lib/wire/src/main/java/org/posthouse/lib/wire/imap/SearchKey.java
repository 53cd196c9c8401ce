package org.posthouse.lib.wire.imap;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What SEARCH looks for, RFC 3501 §6.4.4. Keys that are short for others are read as those. */
public sealed interface SearchKey {
    /** Deepest nesting. */
    int MAX_DEPTH = 64;

    /** The words that keys begin with, RFC 3501 §6.4.4, besides sequence sets and parentheses. */
    List<String> WORDS = List.of(
            "ALL",
            "ANSWERED",
            "BCC",
            "BEFORE",
            "BODY",
            "CC",
            "DELETED",
            "DRAFT",
            "FLAGGED",
            "FROM",
            "HEADER",
            "KEYWORD",
            "LARGER",
            "NEW",
            "NOT",
            "OLD",
            "ON",
            "OR",
            "RECENT",
            "SEEN",
            "SENTBEFORE",
            "SENTON",
            "SENTSINCE",
            "SINCE",
            "SMALLER",
            "SUBJECT",
            "TEXT",
            "TO",
            "UID",
            "UNANSWERED",
            "UNDELETED",
            "UNDRAFT",
            "UNFLAGGED",
            "UNKEYWORD",
            "UNSEEN");

    /** Every one of these; of none: all messages. */
    record And(List<SearchKey> keys) implements SearchKey {
        public And {
            keys = List.copyOf(keys);
        }
    }

    record Or(SearchKey first, SearchKey second) implements SearchKey {}

    record Not(SearchKey key) implements SearchKey {}

    record HasFlag(String flag) implements SearchKey {}

    record Recent() implements SearchKey {}

    /** By the internal date, whatever the time of day. */
    record Received(DateTest test, LocalDate date) implements SearchKey {}

    /** By the Date field, whatever time and zone. */
    record Sent(DateTest test, LocalDate date) implements SearchKey {}

    record Larger(long octets) implements SearchKey {}

    record Smaller(long octets) implements SearchKey {}

    /** A field of this name has this text in it; empty text: there is such a field. */
    record Header(String field, String text) implements SearchKey {}

    record Body(String text) implements SearchKey {}

    /** In header or body. */
    record Text(String text) implements SearchKey {}

    record Uids(SequenceSet set) implements SearchKey {}

    record Numbers(SequenceSet set) implements SearchKey {}

    /** How dates are compared. */
    enum DateTest {
        BEFORE,
        ON,
        SINCE;

        public boolean holds(LocalDate date, LocalDate wanted) {
            return switch (this) {
                case BEFORE -> date.isBefore(wanted);
                case ON -> date.equals(wanted);
                case SINCE -> !date.isBefore(wanted);
            };
        }
    }

    /** The charset that the keys are said to be in, with the space behind it; empty if none is named. */
    static Optional<String> charset(ImapReader in) throws ImapSyntaxException {
        if (!in.skipKeyword("CHARSET")) {
            return Optional.empty();
        }
        String name = in.space().text();
        in.space();
        return Optional.of(name);
    }

    /** Keys up to the end of the command, joined by and. */
    static SearchKey readAll(ImapReader in, Charset charset) throws ImapSyntaxException {
        SearchGrammar grammar = new SearchGrammar(in, charset);
        List<SearchKey> keys = new ArrayList<>();
        do {
            keys.add(grammar.key(0));
        } while (in.skip(' '));
        in.end();
        return keys.size() == 1 ? keys.get(0) : new And(keys);
    }

    /** Octets to text. */
    static String decode(byte[] octets, Charset charset) throws ImapSyntaxException {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
        } catch (CharacterCodingException e) {
            throw new ImapSyntaxException("String is not in the charset of the search");
        }
    }
}
