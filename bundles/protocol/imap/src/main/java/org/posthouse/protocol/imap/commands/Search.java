package org.posthouse.protocol.imap.commands;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Snapshot;
import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.lib.wire.imap.ImapWriter;
import org.posthouse.lib.wire.imap.NumberSet;
import org.posthouse.lib.wire.imap.SearchKey;
import org.posthouse.protocol.imap.search.Query;
import org.posthouse.protocol.imap.session.Completion;
import org.posthouse.protocol.imap.session.Session;
import org.posthouse.protocol.imap.session.Step;
import org.posthouse.protocol.imap.session.Task;
import org.posthouse.protocol.imap.session.Updates;
import org.posthouse.protocol.imap.session.View;
import org.posthouse.spi.protocol.Output;

/** SEARCH, RFC 3501 §6.4.4: looks through so much at once, and lets others have their turn in between. */
record Search() implements Command {
    /** Cost of what is looked through at once, in messages whose columns alone are. */
    private static final int PIECE = 20_000;
    /** Numbers written at once. */
    private static final int LINE_PIECE = 2_000;

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
        Optional<String> name = SearchKey.charset(in.space());
        Optional<Charset> charset = name.isEmpty() ? Optional.of(StandardCharsets.UTF_8) : known(name.get());
        return charset.isPresent()
                ? new Searching(SearchKey.readAll(in, charset.get()), uids)
                : (session, out) -> Completion.no("BADCHARSET (US-ASCII UTF-8)", "Not a charset for searching");
    }

    private static Optional<Charset> known(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "UTF-8" -> Optional.of(StandardCharsets.UTF_8);
            case "US-ASCII" -> Optional.of(StandardCharsets.US_ASCII);
            default -> Optional.empty();
        };
    }

    /** One SEARCH as far as it is. */
    private static final class Searching implements Task {
        private final SearchKey key;
        private final boolean uids;
        private int next = 1;
        private long[] found = new long[16];
        private int count;
        /** How many have been written; -1 before the response has begun. */
        private int written = -1;

        Searching(SearchKey key, boolean uids) {
            this.key = key;
            this.uids = uids;
        }

        @Override
        public Step step(Session session, Output out) throws MailException {
            View view = session.selected().view();
            if (next <= view.count()) {
                look(session, view);
                return Step.Turn.MORE;
            }
            return write(out) ? Completion.ok("SEARCH completed") : Step.Turn.MORE;
        }

        private void look(Session session, View view) throws MailException {
            Query query = new Query(key, view);
            Snapshot snapshot = session.selected().read(session);
            long left = PIECE;
            for (; next <= view.count() && left > 0; next++) {
                long uid = view.uid(next);
                int index = snapshot.indexOf(uid);
                if (index >= 0) {
                    left -= query.cost(snapshot, index);
                    if (finds(query, snapshot, index, session)) {
                        add(uids ? uid : next);
                    }
                }
            }
        }

        /** A message that has gone meanwhile is not found. */
        private boolean finds(Query query, Snapshot snapshot, int index, Session session) throws MailException {
            try {
                return query.finds(next, snapshot, index, session);
            } catch (MailException e) {
                if (e.kind() != MailException.Kind.PERMANENT) {
                    throw e;
                }
                return false;
            }
        }

        private void add(long number) {
            if (count == found.length) {
                found = Arrays.copyOf(found, count * 2);
            }
            found[count++] = number;
        }

        /** One response, in pieces; true when it has ended. */
        private boolean write(Output out) {
            ImapWriter writer = new ImapWriter();
            if (written < 0) {
                writer.raw("* SEARCH");
                written = 0;
            }
            while (written < count && out.pending() <= Updates.FULL) {
                for (int end = Math.min(count, written + LINE_PIECE); written < end; written++) {
                    writer.space().number(found[written]);
                }
                out.bytes(writer.take());
            }
            if (written == count) {
                out.bytes(writer.line().take());
            }
            return written == count;
        }

        @Override
        public Map<String, Object> progress() {
            String numbers = NumberSet.of(Arrays.copyOf(found, count)).toString();
            return Map.of("next", next, "found", numbers, "written", written);
        }

        @Override
        public void resume(Map<String, Object> progress) {
            next = (Integer) progress.get("next");
            long[] numbers = numbers((String) progress.get("found"));
            count = numbers.length;
            found = Arrays.copyOf(numbers, Math.max(16, count));
            written = (Integer) progress.get("written");
        }

        private static long[] numbers(String set) {
            try {
                return NumberSet.parse(set).toArray();
            } catch (ImapSyntaxException e) {
                throw new IllegalArgumentException("no set of numbers was handed over", e);
            }
        }
    }
}
