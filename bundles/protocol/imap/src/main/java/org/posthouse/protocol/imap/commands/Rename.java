package org.posthouse.protocol.imap.commands;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Mailbox;
import org.posthouse.api.store.Mailboxes;
import org.posthouse.api.store.Snapshot;
import org.posthouse.api.store.StoreOp;
import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.protocol.imap.session.Completion;
import org.posthouse.protocol.imap.session.Session;
import org.posthouse.protocol.imap.session.Task;

/** RENAME, RFC 3501 §6.3.5: with all that lies below; of INBOX only its messages move, and it stays. */
record Rename() implements Command {
    @Override
    public String name() {
        return "RENAME";
    }

    @Override
    public Allowed allowed() {
        return Allowed.AFTER_LOGIN;
    }

    @Override
    public Task parse(ImapReader in) throws ImapSyntaxException {
        String from = in.space().mailbox();
        String to = Names.withoutLastSeparator(in.space().mailbox());
        return Command.ending(in, (session, out) -> rename(session, from, to));
    }

    private static Completion rename(Session session, String from, String to) throws MailException {
        Mailboxes all = session.services().store().mailboxes(session.account());
        Optional<Completion> refusal = refusal(all, from, to, session.limits().mailboxes());
        if (refusal.isPresent()) {
            return refusal.get();
        }
        session.commit(Names.isInbox(from) ? emptyInbox(session, all, to) : renames(all, from, to));
        return Completion.ok("RENAME completed");
    }

    private static Optional<Completion> refusal(Mailboxes all, String from, String to, int most) {
        List<String> names = all.all().stream().map(Mailbox::name).toList();
        boolean moving = !Names.isInbox(from);
        if (!names.contains(from) && !(moving && Names.hasBelow(names, from))) {
            return Optional.of(Completion.no("NONEXISTENT", "No such mailbox"));
        }
        if (names.contains(to) || Names.isInbox(to) || (moving && Names.hasBelow(names, to) && !to.equals(from))) {
            return Optional.of(Completion.no("ALREADYEXISTS", "There is such a mailbox"));
        }
        if (!moving && names.size() >= most) {
            return Optional.of(Completion.no("LIMIT", "There are too many mailboxes"));
        }
        if (moving && Names.isBelow(to, from)) {
            return Optional.of(Completion.no("CANNOT", "Nothing lies below itself"));
        }
        return names.stream()
                .filter(name -> name.equals(from) || (moving && Names.isBelow(name, from)))
                .map(name -> to + name.substring(from.length()))
                .map(Names::refusal)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The topmost ones: the store takes along what lies below each. */
    private static List<StoreOp> renames(Mailboxes all, String from, String to) {
        List<String> topmost = new ArrayList<>();
        List<StoreOp> steps = new ArrayList<>();
        for (Mailbox mailbox :
                all.all().stream().sorted(Comparator.comparing(Mailbox::name)).toList()) {
            String name = mailbox.name();
            boolean concerned = name.equals(from) || Names.isBelow(name, from);
            if (concerned && topmost.stream().noneMatch(above -> Names.isBelow(name, above))) {
                topmost.add(name);
                steps.add(new StoreOp.RenameMailbox(mailbox.id(), to + name.substring(from.length())));
            }
        }
        return steps;
    }

    private static List<StoreOp> emptyInbox(Session session, Mailboxes all, String to) throws MailException {
        String inbox = all.named(Mailbox.INBOX).orElseThrow().id();
        Snapshot snapshot = session.services().store().read(session.account(), inbox);
        long[] uids = new long[snapshot.count()];
        for (int i = 0; i < uids.length; i++) {
            uids[i] = snapshot.uid(i);
        }
        String id = session.services().ids().get();
        List<StoreOp> steps = new ArrayList<>(List.of(new StoreOp.CreateMailbox(id, to)));
        if (uids.length > 0) {
            steps.add(new StoreOp.Copy(inbox, uids, id, true));
        }
        return steps;
    }
}
