package org.posthouse.protocol.imap.search;

import java.util.Map;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Snapshot;
import org.posthouse.lib.search.Candidate;
import org.posthouse.lib.search.Query;
import org.posthouse.lib.wire.imap.ImapWriter;
import org.posthouse.lib.wire.imap.SearchKey;
import org.posthouse.protocol.imap.fetch.Message;
import org.posthouse.protocol.imap.session.Completion;
import org.posthouse.protocol.imap.session.Missing;
import org.posthouse.protocol.imap.session.Session;
import org.posthouse.protocol.imap.session.Step;
import org.posthouse.protocol.imap.session.Task;
import org.posthouse.protocol.imap.session.View;
import org.posthouse.spi.protocol.Output;

/** One SEARCH as far as it is: looks through so much at once, and lets others have their turn in between. */
public final class Searching implements Task {
    /** Cost of what is looked through at once, in messages whose columns alone are. */
    private static final int PIECE = 20_000;
    /** Numbers or ranges written at once. */
    private static final int PARTS = 2_000;

    private final SearchKey key;
    private final boolean uids;
    private final SearchAnswer answer;
    private final Missing missing = new Missing();
    private int next = 1;
    private Found found = new Found();
    /** How many parts have been written; -1 before the response has begun. */
    private int written = -1;

    public Searching(SearchKey key, boolean uids, SearchAnswer answer) {
        this.key = key;
        this.uids = uids;
        this.answer = answer;
    }

    @Override
    public Step step(Session session, Output out) throws MailException {
        View view = session.selected().view();
        if (next <= view.count()) {
            look(session, view);
            return Step.Turn.MORE;
        }
        return write(session.tag(), out) ? missing.completion("SEARCH", Completion.Verdict.OK) : Step.Turn.MORE;
    }

    private void look(Session session, View view) throws MailException {
        Query query = new Query(key, view.count(), view.lastUid());
        Snapshot snapshot = session.selected().read(session);
        long left = PIECE;
        for (; next <= view.count() && left > 0; next++) {
            long uid = view.uid(next);
            int index = snapshot.indexOf(uid);
            if (index < 0) {
                missing.gone();
                continue;
            }
            left -= query.cost(snapshot, index);
            if (finds(query, snapshot, index, session)) {
                found.add(uids ? uid : next);
            }
        }
    }

    /** A message that has gone meanwhile, or is damaged, is not found. */
    private boolean finds(Query query, Snapshot snapshot, int index, Session session) throws MailException {
        long uid = snapshot.uid(index);
        boolean recent = session.selected().recent().contains(uid);
        try (Message message = new Message(session, uid)) {
            return query.finds(new Candidate(next, snapshot, index, recent, message));
        } catch (MailException e) {
            missing.because(e);
            return false;
        }
    }

    /** One response, in pieces; true when it has ended. */
    private boolean write(String tag, Output out) {
        ImapWriter writer = new ImapWriter();
        if (written < 0) {
            answer.begin(tag, found, writer);
            written = 0;
        }
        int parts = answer.parts(found);
        while (written < parts && out.room() > 0) {
            int last = Math.min(parts, written + PARTS);
            answer.write(written, last, found, writer);
            written = last;
            out.bytes(writer.take());
        }
        if (written == parts) {
            out.bytes(writer.line().take());
        }
        return written == parts;
    }

    @Override
    public Map<String, Object> progress() {
        return Map.of("next", next, "found", found.toString(), "written", written, "missing", missing.progress());
    }

    @Override
    public void resume(Map<String, Object> progress) {
        next = (Integer) progress.get("next");
        found = new Found((String) progress.get("found"));
        written = (Integer) progress.get("written");
        missing.resume(progress.get("missing"));
    }
}
