package org.posthouse.core.mailstore;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.Mailbox;
import org.posthouse.api.store.Mailboxes;
import org.posthouse.api.store.StoreOp;
import org.posthouse.lib.mime.Structure;

/**
 * The steps of a commit as a store is to take them: names checked, INBOX protected, mailboxes below a renamed one renamed with it,
 * messages with their structure and email id. Remembers which step of the caller each of them came from.
 */
final class Prepared {
    private final Mailboxes mailboxes;
    private final List<StoreOp> steps = new ArrayList<>();
    private final List<Integer> origins = new ArrayList<>();
    private final Set<String> touched = new TreeSet<>();

    private Prepared(Mailboxes mailboxes) {
        this.mailboxes = mailboxes;
    }

    /** Whether steps can only be judged by the names of mailboxes there are. */
    static boolean needsNames(List<StoreOp> asked) {
        return asked.stream()
                .anyMatch(step -> step instanceof StoreOp.RenameMailbox || step instanceof StoreOp.DeleteMailbox);
    }

    static Prepared of(List<StoreOp> asked, Mailboxes mailboxes) throws MailException {
        Prepared prepared = new Prepared(mailboxes);
        for (int i = 0; i < asked.size(); i++) {
            prepared.take(i, asked.get(i));
        }
        return prepared;
    }

    List<StoreOp> steps() {
        return List.copyOf(steps);
    }

    /** Mailboxes whose messages or names may have changed. */
    Set<String> touched() {
        return touched;
    }

    /** The result in terms of the caller's steps. */
    Committed result(Committed stored) {
        return new Committed(
                stored.modSeq(),
                stored.made().stream()
                        .map(made -> new Committed.Made(
                                origins.get(made.step()), made.mailboxId(), made.sourceUid(), made.uid()))
                        .toList());
    }

    private void take(int origin, StoreOp step) throws MailException {
        if (step instanceof StoreOp.CreateMailbox create) {
            String name = MailboxNames.checked(create.name());
            if (name.equals(Mailbox.INBOX)) {
                throw MailboxNames.refused("INBOX is there already");
            }
            add(origin, new StoreOp.CreateMailbox(create.mailboxId(), name), create.mailboxId());
        } else if (step instanceof StoreOp.RenameMailbox rename) {
            rename(origin, rename);
        } else if (step instanceof StoreOp.DeleteMailbox delete) {
            notInbox(delete.mailboxId(), "INBOX cannot be deleted");
            add(origin, delete, delete.mailboxId());
        } else if (step instanceof StoreOp.Subscribe subscribe) {
            String name = subscribe.subscribed()
                    ? MailboxNames.checked(subscribe.name())
                    : MailboxNames.normal(subscribe.name());
            add(origin, new StoreOp.Subscribe(name, subscribe.subscribed()));
        } else {
            takeMessages(origin, step);
        }
    }

    private void takeMessages(int origin, StoreOp step) throws MailException {
        if (step instanceof StoreOp.Append append) {
            add(origin, complete(append), append.mailboxId());
        } else if (step instanceof StoreOp.Copy copy) {
            add(origin, copy, copy.fromMailboxId(), copy.toMailboxId());
        } else if (step instanceof StoreOp.Flags flags) {
            add(origin, flags, flags.mailboxId());
        } else if (step instanceof StoreOp.ReplaceFlags flags) {
            add(origin, flags, flags.mailboxId());
        } else if (step instanceof StoreOp.Expunge expunge) {
            add(origin, expunge, expunge.mailboxId());
        }
    }

    private void add(int origin, StoreOp step, String... mailboxIds) {
        steps.add(step);
        origins.add(origin);
        touched.addAll(List.of(mailboxIds));
    }

    /** Those below go with it, RFC 3501 §6.3.5. */
    private void rename(int origin, StoreOp.RenameMailbox rename) throws MailException {
        notInbox(rename.mailboxId(), "INBOX cannot be renamed");
        String name = MailboxNames.checked(rename.name());
        add(origin, new StoreOp.RenameMailbox(rename.mailboxId(), name), rename.mailboxId());
        String old = mailboxes.all().stream()
                .filter(mailbox -> mailbox.id().equals(rename.mailboxId()))
                .map(Mailbox::name)
                .findFirst()
                .orElse("");
        if (old.isEmpty() || old.equals(name)) {
            return;
        }
        String above = old + Mailbox.SEPARATOR;
        if (name.startsWith(above)) {
            throw MailboxNames.refused("A mailbox cannot be put below itself");
        }
        for (Mailbox below : mailboxes.all()) {
            if (below.name().startsWith(above)) {
                String moved = MailboxNames.checked(name + below.name().substring(old.length()));
                add(origin, new StoreOp.RenameMailbox(below.id(), moved), below.id());
            }
        }
    }

    private void notInbox(String mailboxId, String refusal) throws MailException {
        if (mailboxes
                .named(Mailbox.INBOX)
                .filter(inbox -> inbox.id().equals(mailboxId))
                .isPresent()) {
            throw MailboxNames.refused(refusal);
        }
    }

    private static StoreOp.Append complete(StoreOp.Append append) throws MailException {
        byte[] structure = append.structure().length > 0 ? append.structure() : structure(append.message());
        String emailId = append.emailId().isEmpty() ? newEmailId() : append.emailId();
        return new StoreOp.Append(
                append.mailboxId(), append.message(), structure, append.flags(), append.received(), emailId);
    }

    private static byte[] structure(Content message) throws MailException {
        try {
            return Structure.scan(message).encode();
        } catch (IOException failure) {
            throw MailException.notNow("The message cannot be read", failure);
        }
    }

    /** Letters, digits and hyphen only, RFC 8474 §5.1. */
    private static String newEmailId() {
        return "E" + UUID.randomUUID();
    }
}
