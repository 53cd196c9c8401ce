package org.posthouse.protocol.imap.commands;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.Committed.Made;
import org.posthouse.api.store.Mailbox;
import org.posthouse.api.store.Snapshot;
import org.posthouse.api.store.StoreOp;
import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.lib.wire.imap.NumberSet;
import org.posthouse.lib.wire.imap.SequenceSet;
import org.posthouse.protocol.imap.session.Completion;
import org.posthouse.protocol.imap.session.Selected;
import org.posthouse.protocol.imap.session.Session;
import org.posthouse.protocol.imap.session.Task;
import org.posthouse.spi.protocol.Output;

/** COPY, RFC 3501 §6.4.7, and MOVE, RFC 6851: all of them or none, in one commit. */
record Copy(String name, boolean moving) implements Command {
    @Override
    public Allowed allowed() {
        return Allowed.SELECTED;
    }

    @Override
    public Task parse(ImapReader in) throws ImapSyntaxException {
        return parse(in, false);
    }

    @Override
    public Task parseUid(ImapReader in) throws ImapSyntaxException {
        return parse(in, true);
    }

    private Task parse(ImapReader in, boolean uids) throws ImapSyntaxException {
        Numbers numbers = new Numbers(SequenceSet.read(in.space()), uids);
        String target = in.space().mailbox();
        return Command.ending(in, (session, out) -> copy(numbers, target, session, out));
    }

    private Completion copy(Numbers numbers, String target, Session session, Output out) throws MailException {
        Selected source = session.selected();
        Optional<Completion> refusal = ClientBugs.noSuchMessage(numbers, source)
                .or(() -> moving ? ClientBugs.readOnly(source) : Optional.empty());
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Optional<Mailbox> mailbox = session.named(target);
        if (mailbox.isEmpty()) {
            return Completion.no("TRYCREATE", "No such mailbox");
        }
        if (moving && mailbox.get().id().equals(source.mailboxId())) {
            return Completion.no("CANNOT", "They are there already");
        }
        long[] uids = source.view().uidArray(numbers.in(source.view()));
        if (!numbers.uids() && someGone(uids, source.read(session))) {
            return Completion.no("EXPUNGEISSUED", "Some of the messages are gone");
        }
        if (uids.length == 0) {
            return Completion.ok(name + " completed");
        }
        Committed committed = session.commit(
                List.of(new StoreOp.Copy(source.mailboxId(), uids, mailbox.get().id(), moving)));
        return completion(committed.made(), mailbox.get(), out);
    }

    /** RFC 2180 §4.4.2: all or nothing also of what somebody else has just removed. */
    private static boolean someGone(long[] uids, Snapshot now) {
        return Arrays.stream(uids).anyMatch(uid -> now.indexOf(uid) < 0);
    }

    private Completion completion(List<Made> made, Mailbox target, Output out) {
        String code = copyUid(made, target);
        if (moving && !code.isEmpty()) {
            // RFC 6851 §4.3: told before the EXPUNGEs.
            out.line("* OK [" + code + "] Moved");
            return Completion.ok(name + " completed");
        }
        return Completion.ok(code, name + " completed");
    }

    /** RFC 4315 §3; empty if the pairs cannot be told as two ascending sets. */
    private static String copyUid(List<Made> made, Mailbox target) {
        List<Made> sorted =
                made.stream().sorted(Comparator.comparingLong(Made::sourceUid)).toList();
        long[] from = sorted.stream().mapToLong(Made::sourceUid).toArray();
        long[] to = sorted.stream().mapToLong(Made::uid).toArray();
        for (int i = 1; i < to.length; i++) {
            if (to[i] <= to[i - 1]) {
                return "";
            }
        }
        return made.isEmpty()
                ? ""
                : "COPYUID " + target.uidValidity() + " " + NumberSet.of(from) + " " + NumberSet.of(to);
    }
}
