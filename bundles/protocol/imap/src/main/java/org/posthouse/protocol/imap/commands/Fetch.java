package org.posthouse.protocol.imap.commands;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Snapshot;
import org.posthouse.api.store.StoreOp;
import org.posthouse.lib.wire.imap.FetchItem;
import org.posthouse.lib.wire.imap.Flags;
import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.lib.wire.imap.NumberSet;
import org.posthouse.lib.wire.imap.SequenceSet;
import org.posthouse.protocol.imap.fetch.MessageAnswer;
import org.posthouse.protocol.imap.session.Completion;
import org.posthouse.protocol.imap.session.Missing;
import org.posthouse.protocol.imap.session.Selected;
import org.posthouse.protocol.imap.session.Session;
import org.posthouse.protocol.imap.session.Step;
import org.posthouse.protocol.imap.session.Task;
import org.posthouse.spi.protocol.Output;

/** FETCH, RFC 3501 §6.4.5: in pieces, as fast as the client reads. */
record Fetch() implements Command {
    /** Messages whose flags are looked up at once. */
    private static final int PIECE = 500;
    /** The same, if more than what is in memory is to be told of them. */
    private static final int HEAVY_PIECE = 64;
    /** Most sections of a message at once: they are found before the first is written. */
    private static final int MAX_SECTIONS = 64;
    /** Messages that are marked as seen at once, before they are sent. */
    private static final int SEEN_PIECE = 25;

    @Override
    public String name() {
        return "FETCH";
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
        Numbers numbers = new Numbers(SequenceSet.read(in.space()), false);
        return Command.ending(in, new Fetching(numbers, distinct(FetchItem.readAll(in.space()))));
    }

    @Override
    public Task parseUid(ImapReader in) throws ImapSyntaxException {
        Numbers numbers = new Numbers(SequenceSet.read(in.space()), true);
        List<FetchItem> items = distinct(FetchItem.readAll(in.space()));
        if (!items.contains(FetchItem.Plain.UID)) {
            items.add(0, FetchItem.Plain.UID);
        }
        return Command.ending(in, new Fetching(numbers, items));
    }

    private static List<FetchItem> distinct(List<FetchItem> items) throws ImapSyntaxException {
        List<FetchItem> distinct = new ArrayList<>(items.stream().distinct().toList());
        if (distinct.stream().filter(FetchItem.Octets.class::isInstance).count() > MAX_SECTIONS) {
            throw new ImapSyntaxException("Too many sections");
        }
        return distinct;
    }

    /** One FETCH as far as it is. */
    private static final class Fetching implements Task {
        private final Numbers numbers;
        private final List<FetchItem> items;
        private final boolean marks;
        private final boolean heavy;
        private long next = 1;
        private final Missing missing = new Missing();

        Fetching(Numbers numbers, List<FetchItem> items) {
            this.numbers = numbers;
            this.items = items;
            this.heavy = items.stream().anyMatch(FetchItem.Octets.class::isInstance);
            this.marks = items.stream().anyMatch(item -> item instanceof FetchItem.Octets octets && !octets.peek());
        }

        @Override
        public Step step(Session session, Output out) throws MailException {
            Selected mailbox = session.selected();
            Optional<Completion> refusal = ClientBugs.noSuchMessage(numbers, mailbox);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            NumberSet wanted = numbers.in(mailbox.view());
            boolean marking = marks && !mailbox.readOnly();
            while (out.room() > 0) {
                NumberSet piece = wanted.from(next, marking ? SEEN_PIECE : heavy ? HEAVY_PIECE : PIECE);
                if (piece.isEmpty()) {
                    return missing.completion("FETCH", Completion.Verdict.NO);
                }
                answer(piece, marking ? mark(piece, session) : NumberSet.EMPTY, session, out);
            }
            return Step.Turn.MORE;
        }

        /** Sets \Seen where it is missing, in one commit; returns the UIDs that have it by this. */
        private static NumberSet mark(NumberSet piece, Session session) throws MailException {
            Selected mailbox = session.selected();
            Snapshot before = mailbox.read(session);
            long[] unseen = Arrays.stream(mailbox.view().uidArray(piece))
                    .filter(uid -> before.indexOf(uid) >= 0 && !before.has(before.indexOf(uid), Flags.SEEN))
                    .toArray();
            if (unseen.length == 0) {
                return NumberSet.EMPTY;
            }
            mailbox.learn(session, uid -> false);
            session.commit(List.of(new StoreOp.Flags(mailbox.mailboxId(), unseen, Set.of(Flags.SEEN), Set.of())));
            NumberSet marked = NumberSet.of(unseen);
            mailbox.learn(session, marked::contains);
            return marked;
        }

        private void answer(NumberSet piece, NumberSet marked, Session session, Output out) throws MailException {
            Selected mailbox = session.selected();
            Snapshot snapshot = mailbox.read(session);
            if (!marked.isEmpty() || items.contains(FetchItem.Plain.FLAGS)) {
                mailbox.keywords().tell(snapshot, mailbox.readOnly(), out);
            }
            long[] numbersHere = piece.toArray();
            long[] uids = mailbox.view().uidArray(piece);
            MessageAnswer answer = new MessageAnswer(session, snapshot, items, uids, out);
            int index = -1;
            try {
                for (int i = 0; i < uids.length && !answer.full(); i++) {
                    long number = numbersHere[i];
                    long uid = uids[i];
                    index = indexAfter(index, uid, snapshot);
                    if (index < 0) {
                        missing.gone();
                    } else {
                        write(answer, (int) number, index, marked.contains(uid));
                    }
                    next = number + 1;
                }
            } finally {
                answer.flush();
                oweMarked(piece, marked, mailbox);
            }
        }

        /** Most often it is the next one. */
        private static int indexAfter(int last, long uid, Snapshot snapshot) {
            int next = Math.max(last, -1) + 1;
            return next < snapshot.count() && snapshot.uid(next) == uid ? next : snapshot.indexOf(uid);
        }

        /** Those marked whose turn has not come yet are told of their flags later. */
        private void oweMarked(NumberSet piece, NumberSet marked, Selected mailbox) {
            if (marked.isEmpty()) {
                return;
            }
            NumberSet rest = piece.from(next, PIECE);
            for (long uid : mailbox.view().uidArray(rest)) {
                if (marked.contains(uid)) {
                    mailbox.owe(NumberSet.of(uid), false, false);
                }
            }
        }

        private void write(MessageAnswer answer, int number, int index, boolean nowSeen) throws MailException {
            try {
                answer.write(number, index, nowSeen);
            } catch (MailException e) {
                missing.because(e);
            }
        }

        @Override
        public Map<String, Object> progress() {
            return Map.of("next", next, "missing", missing.progress());
        }

        @Override
        public void resume(Map<String, Object> progress) {
            next = (Long) progress.get("next");
            missing.resume(progress.get("missing"));
        }
    }
}
