package org.posthouse.lib.wire.imap;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What an extended SEARCH is answered with, RFC 4731 §3.1. */
public enum SearchReturn {
    MIN,
    MAX,
    ALL,
    COUNT;

    /** The options, with the space behind them, and ALL where there are none between the parentheses; empty if the search is a plain one. */
    public static Optional<Set<SearchReturn>> readAll(ImapReader in) throws ImapSyntaxException {
        if (!in.skipKeyword("RETURN")) {
            return Optional.empty();
        }
        List<SearchReturn> options = in.space().list(SearchReturn::read);
        in.space();
        return Optional.of(options.isEmpty() ? Set.of(ALL) : Set.copyOf(options));
    }

    private static SearchReturn read(ImapReader in) throws ImapSyntaxException {
        String name = in.keyword();
        for (SearchReturn option : values()) {
            if (option.name().equals(name)) {
                return option;
            }
        }
        throw new ImapSyntaxException("No such option of SEARCH");
    }
}
