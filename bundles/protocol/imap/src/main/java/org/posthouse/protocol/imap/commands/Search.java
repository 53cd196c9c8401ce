package org.posthouse.protocol.imap.commands;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.lib.wire.imap.SearchKey;
import org.posthouse.lib.wire.imap.SearchReturn;
import org.posthouse.protocol.imap.search.SearchAnswer;
import org.posthouse.protocol.imap.search.Searching;
import org.posthouse.protocol.imap.session.Completion;
import org.posthouse.protocol.imap.session.Task;

/** SEARCH, RFC 3501 §6.4.4, with the options of RFC 4731. */
record Search() implements Command {
    @Override
    public String name() {
        return "SEARCH";
    }

    @Override
    public Allowed allowed() {
        return Allowed.SELECTED;
    }

    @Override
    public boolean expungeAllowed() {
        return false;
    }

    @Override
    public Task parse(ImapReader in) throws ImapSyntaxException {
        return parse(in, false);
    }

    @Override
    public Task parseUid(ImapReader in) throws ImapSyntaxException {
        return parse(in, true);
    }

    private static Task parse(ImapReader in, boolean uids) throws ImapSyntaxException {
        Optional<Set<SearchReturn>> wanted = SearchReturn.readAll(in.space());
        Optional<String> name = SearchKey.charset(in);
        Optional<Charset> charset = name.isEmpty() ? Optional.of(StandardCharsets.UTF_8) : known(name.get());
        if (charset.isEmpty()) {
            return (session, out) -> Completion.no("BADCHARSET (US-ASCII UTF-8)", "Not a charset for searching");
        }
        SearchAnswer answer =
                wanted.isPresent() ? new SearchAnswer.Extended(wanted.get(), uids) : new SearchAnswer.Plain();
        return new Searching(SearchKey.readAll(in, charset.get()), uids, answer);
    }

    private static Optional<Charset> known(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "UTF-8" -> Optional.of(StandardCharsets.UTF_8);
            case "US-ASCII" -> Optional.of(StandardCharsets.US_ASCII);
            default -> Optional.empty();
        };
    }
}
