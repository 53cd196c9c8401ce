package org.posthouse.protocol.imap.commands;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Snapshot;
import org.posthouse.api.store.StoreOp;
import org.posthouse.lib.wire.imap.FlagChange;
import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.lib.wire.imap.ImapWriter;
import org.posthouse.lib.wire.imap.NumberSet;
import org.posthouse.lib.wire.imap.SequenceSet;
import org.posthouse.protocol.imap.session.Completion;
import org.posthouse.protocol.imap.session.Keywords;
import org.posthouse.protocol.imap.session.Missing;
import org.posthouse.protocol.imap.session.Selected;
import org.posthouse.protocol.imap.session.Session;
import org.posthouse.protocol.imap.session.Step;
import org.posthouse.protocol.imap.session.Task;
import org.posthouse.protocol.imap.session.Updates;
import org.posthouse.spi.protocol.Output;

/** STORE, RFC 3501 §6.4.6, in commits of bounded size. */
record Store() implements Command {
    private static final int PIECE = 2000;

    @Override
    public String name() {
        return "STORE";
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
        Numbers numbers = new Numbers(SequenceSet.read(in.space()), uids);
        FlagChange change = FlagChange.read(in.space());
        return Command.ending(in, new Storing(numbers, change));
    }

    /** One STORE as far as it is. */
    private static final class Storing implements Task {
        private final Numbers numbers;
        private final FlagChange change;
        private long next = 1;
        private final Missing missing = new Missing();

        Storing(Numbers numbers, FlagChange change) {
            this.numbers = numbers;
            this.change = change;
        }

        @Override
        public Step step(Session session, Output out) throws MailException {
            Selected mailbox = session.selected();
            Optional<Completion> refusal = refusal(session);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            NumberSet piece = numbers.in(mailbox.view()).from(next, PIECE);
            if (piece.isEmpty()) {
                return missing.completion("STORE", Completion.Verdict.NO);
            }
            store(mailbox.view().uidArray(piece), session, out);
            next = piece.last(piece.ranges() - 1) + 1;
            return Step.Turn.MORE;
        }

        private Optional<Completion> refusal(Session session) throws MailException {
            Selected mailbox = session.selected();
            Optional<Completion> mistake =
                    ClientBugs.noSuchMessage(numbers, mailbox).or(() -> ClientBugs.readOnly(mailbox));
            boolean first = next == 1 && change.mode() != FlagChange.Mode.REMOVE;
            if (mistake.isEmpty()
                    && first
                    && Keywords.tooMany(
                            mailbox.read(session),
                            change.flags(),
                            session.limits().keywords())) {
                return Optional.of(Completion.no("LIMIT", "There are too many keywords in this mailbox"));
            }
            return mistake;
        }

        /**
         * The client is told what it has asked for, or knows it if it is silent (RFC 3501 §6.4.6). What others have done to the flags of
         * these messages meanwhile shows when they are not what they should have become; then it is told as well.
         */
        private void store(long[] uids, Session session, Output out) throws MailException {
            Selected mailbox = session.selected();
            Snapshot before = mailbox.read(session);
            mailbox.learn(session, uid -> false);
            List<StoreOp> steps = steps(mailbox.mailboxId(), uids);
            if (!steps.isEmpty()) {
                session.commit(steps);
            }
            mailbox.learn(session, uid -> Arrays.binarySearch(uids, uid) >= 0);
            Snapshot after = mailbox.read(session);
            for (long uid : uids) {
                int was = before.indexOf(uid);
                int is = after.indexOf(uid);
                if (is < 0) {
                    missing.gone();
                }
                boolean asExpected = was >= 0 && is >= 0 && after.flags(is).equals(expected(before.flags(was)));
                if (change.silent() && !asExpected) {
                    mailbox.owe(NumberSet.of(uid), false, false);
                }
            }
            mailbox.keywords().tell(after, mailbox.readOnly(), out);
            if (!change.silent()) {
                tell(uids, after, mailbox, out);
            }
        }

        private List<StoreOp> steps(String mailboxId, long[] uids) {
            Set<String> flags = change.flags();
            List<StoreOp> steps = new ArrayList<>(1);
            switch (change.mode()) {
                case REPLACE -> steps.add(new StoreOp.ReplaceFlags(mailboxId, uids, flags));
                case ADD -> steps.add(new StoreOp.Flags(mailboxId, uids, flags, Set.of()));
                case REMOVE -> steps.add(new StoreOp.Flags(mailboxId, uids, Set.of(), flags));
            }
            return flags.isEmpty() && change.mode() != FlagChange.Mode.REPLACE ? List.of() : steps;
        }

        private Set<String> expected(Set<String> flags) {
            Set<String> expected = new HashSet<>(flags);
            switch (change.mode()) {
                case REPLACE -> {
                    expected.clear();
                    expected.addAll(change.flags());
                }
                case ADD -> expected.addAll(change.flags());
                case REMOVE -> expected.removeAll(change.flags());
            }
            return expected;
        }

        private void tell(long[] uids, Snapshot after, Selected mailbox, Output out) {
            ImapWriter writer = new ImapWriter();
            for (long uid : uids) {
                int index = after.indexOf(uid);
                if (index >= 0) {
                    writer.raw("* ").number(mailbox.view().number(uid)).raw(" FETCH (");
                    writer.raw(numbers.uids() ? "UID " + uid + " " : "").raw("FLAGS ");
                    writer.raw(Updates.flagList(mailbox, after, index)).close().line();
                }
            }
            out.bytes(writer.take());
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
