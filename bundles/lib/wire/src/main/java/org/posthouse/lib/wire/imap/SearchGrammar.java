package org.posthouse.lib.wire.imap;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthouse.lib.wire.imap.SearchKey.DateTest;

/** search-key of RFC 3501 §9. */
final class SearchGrammar {
    private static final int MAX_KEYS = 2048;

    private final ImapReader in;
    private final Charset charset;
    private int keys;

    SearchGrammar(ImapReader in, Charset charset) {
        this.in = in;
        this.charset = charset;
    }

    SearchKey key(int depth) throws ImapSyntaxException {
        if (depth > SearchKey.MAX_DEPTH || ++keys > MAX_KEYS) {
            throw new ImapLimitException("Search is too deep or too long");
        }
        int next = in.peek();
        if (next == '(') {
            return new SearchKey.And(group(depth));
        }
        if (next == '*' || Octets.isDigit(next)) {
            return new SearchKey.Numbers(SequenceSet.read(in));
        }
        return named(in.keyword(), depth);
    }

    private List<SearchKey> group(int depth) throws ImapSyntaxException {
        List<SearchKey> group = new ArrayList<>();
        in.expect('(');
        do {
            group.add(key(depth + 1));
        } while (in.skip(' '));
        in.expect(')');
        return group;
    }

    private SearchKey named(String name, int depth) throws ImapSyntaxException {
        return switch (name) {
            case "ALL" -> new SearchKey.And(List.of());
            case "NOT" -> new SearchKey.Not(operand(depth));
            case "OR" -> {
                SearchKey first = operand(depth);
                yield new SearchKey.Or(first, operand(depth));
            }
            case "UID" -> new SearchKey.Uids(SequenceSet.read(in.space()));
            case "LARGER" -> new SearchKey.Larger(in.space().number());
            case "SMALLER" -> new SearchKey.Smaller(in.space().number());
            case "KEYWORD" -> new SearchKey.HasFlag(Flags.keyword(in.space()));
            case "UNKEYWORD" -> new SearchKey.Not(new SearchKey.HasFlag(Flags.keyword(in.space())));
            default -> {
                Optional<SearchKey> flag = flag(name);
                yield flag.isPresent() ? flag.get() : textOrDate(name);
            }
        };
    }

    private SearchKey operand(int depth) throws ImapSyntaxException {
        in.space();
        return key(depth + 1);
    }

    /** SEEN, UNSEEN and their like. */
    private static Optional<SearchKey> flag(String name) {
        boolean negative = name.startsWith("UN");
        String bare = negative ? name.substring(2) : name;
        return Flags.SYSTEM.stream()
                .filter(known -> known.substring(1).equalsIgnoreCase(bare))
                .findFirst()
                .map(SearchKey.HasFlag::new)
                .map(has -> negative ? new SearchKey.Not(has) : has);
    }

    private SearchKey textOrDate(String name) throws ImapSyntaxException {
        return switch (name) {
            case "RECENT" -> new SearchKey.Recent();
            case "OLD" -> new SearchKey.Not(new SearchKey.Recent());
            case "NEW" ->
                new SearchKey.And(
                        List.of(new SearchKey.Recent(), new SearchKey.Not(new SearchKey.HasFlag(Flags.SEEN))));
            case "BCC", "CC", "FROM", "SUBJECT", "TO" -> new SearchKey.Header(name, text());
            case "HEADER" -> new SearchKey.Header(in.space().text(), text());
            case "BODY" -> new SearchKey.Body(text());
            case "TEXT" -> new SearchKey.Text(text());
            case "BEFORE", "ON", "SINCE" -> new SearchKey.Received(DateTest.valueOf(name), ImapDates.date(in.space()));
            case "SENTBEFORE", "SENTON", "SENTSINCE" ->
                new SearchKey.Sent(DateTest.valueOf(name.substring(4)), ImapDates.date(in.space()));
            default -> throw new SearchKeyException(name);
        };
    }

    private String text() throws ImapSyntaxException {
        return SearchKey.decode(in.space().astring(), charset);
    }
}
