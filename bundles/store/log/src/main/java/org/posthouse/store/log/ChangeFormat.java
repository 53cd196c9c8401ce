package org.posthouse.store.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthouse.api.mail.AccountId;
import org.posthouse.lib.segments.FieldReader;
import org.posthouse.lib.segments.Fields;
import org.posthouse.lib.store.Box;
import org.posthouse.lib.store.Change;
import org.posthouse.lib.store.Entry;

/** Changes as fields: a number that says which, then what it holds. The numbers are for ever. */
final class ChangeFormat {
    private static final int NEW_ACCOUNT = 1;
    private static final int ACCOUNT_CHANGED = 2;
    private static final int NEW_MAILBOX = 3;
    private static final int MAILBOX_RENAMED = 4;
    private static final int MAILBOX_CHANGED = 5;
    private static final int MAILBOX_DELETED = 6;
    private static final int SUBSCRIBED = 7;
    private static final int UNSUBSCRIBED = 8;
    private static final int NEW_MESSAGE = 9;
    private static final int COPIES = 10;
    private static final int REFLAGGED = 11;
    private static final int EXPUNGED = 12;
    private static final int DONE = 13;
    private static final int ACCOUNT_ERASED = 14;

    private ChangeFormat() {}

    static void write(Change change, Fields to) {
        if (change instanceof Change.NewMessage message) {
            write(message, to.number(NEW_MESSAGE));
        } else if (change instanceof Change.Copies copies) {
            to.number(COPIES).number(copies.source()).number(copies.copies().size());
            for (int i = 0; i < copies.sourceUids().length; i++) {
                write(copies.copies().get(i), to.number(copies.sourceUids()[i]));
            }
        } else if (change instanceof Change.Reflagged flags) {
            to.number(REFLAGGED).number(flags.mailbox()).number(flags.first()).number(flags.last() - flags.first());
            to.text(flags.flags()).number(flags.modSeq());
        } else if (change instanceof Change.Expunged gone) {
            to.number(EXPUNGED).number(gone.mailbox()).number(gone.first()).number(gone.last() - gone.first());
        } else if (change instanceof Change.Done done) {
            to.number(DONE).text(done.operationId()).number(done.at()).octets(done.outcome());
        } else {
            writeMailbox(change, to);
        }
    }

    private static void writeMailbox(Change change, Fields to) {
        if (change instanceof Change.MailboxChanged changed) {
            Box box = changed.box();
            to.number(MAILBOX_CHANGED).number(box.key()).number(box.uidNext()).number(box.modSeq());
            to.number(box.messages()).number(box.octets());
        } else if (change instanceof Change.NewMailbox made) {
            to.number(NEW_MAILBOX).number(made.key()).text(made.id()).text(made.name());
            to.number(made.uidValidity()).number(made.modSeq());
        } else if (change instanceof Change.MailboxRenamed renamed) {
            to.number(MAILBOX_RENAMED).number(renamed.key()).text(renamed.name());
        } else if (change instanceof Change.MailboxDeleted deleted) {
            to.number(MAILBOX_DELETED).number(deleted.key());
        } else if (change instanceof Change.NewAccount made) {
            to.number(NEW_ACCOUNT).number(made.key()).text(made.account().value());
        } else if (change instanceof Change.AccountChanged changed) {
            to.number(ACCOUNT_CHANGED).number(changed.modSeq()).number(changed.uidValidity());
        } else if (change instanceof Change.Subscribed step) {
            to.number(SUBSCRIBED).text(step.name());
        } else if (change instanceof Change.Unsubscribed step) {
            to.number(UNSUBSCRIBED).text(step.name());
        } else if (change instanceof Change.AccountErased) {
            to.number(ACCOUNT_ERASED);
        }
    }

    private static void write(Change.NewMessage message, Fields to) {
        Entry entry = message.entry();
        to.number(message.mailbox()).number(entry.uid()).number(entry.modSeq()).number(entry.size());
        to.number(entry.received()).number(entry.content()).text(message.flags());
    }

    static Change read(FieldReader from) throws IOException {
        int which = (int) from.number();
        return switch (which) {
            case NEW_MESSAGE -> message(from);
            case COPIES -> copies(from);
            case REFLAGGED -> {
                long mailbox = from.number();
                long first = from.number();
                long last = first + from.number();
                String flags = from.text();
                yield new Change.Reflagged(mailbox, first, last, flags, from.number());
            }
            case EXPUNGED -> {
                long mailbox = from.number();
                long first = from.number();
                yield new Change.Expunged(mailbox, first, first + from.number());
            }
            case DONE -> {
                String id = from.text();
                long at = from.number();
                yield new Change.Done(0, id, at, from.octets());
            }
            default -> readMailbox(which, from);
        };
    }

    private static Change readMailbox(int which, FieldReader from) throws IOException {
        return switch (which) {
            case MAILBOX_CHANGED -> {
                long key = from.number();
                long uidNext = from.number();
                long modSeq = from.number();
                long messages = from.number();
                yield new Change.MailboxChanged(
                        new Box(key, "", "", 0, uidNext, modSeq, messages, from.number(), Optional.empty()));
            }
            case NEW_MAILBOX -> {
                long key = from.number();
                String id = from.text();
                String name = from.text();
                long uidValidity = from.number();
                yield new Change.NewMailbox(0, key, id, name, uidValidity, from.number());
            }
            case MAILBOX_RENAMED -> {
                long key = from.number();
                yield new Change.MailboxRenamed(key, from.text());
            }
            case MAILBOX_DELETED -> new Change.MailboxDeleted(from.number());
            case NEW_ACCOUNT -> {
                long key = from.number();
                yield new Change.NewAccount(key, new AccountId(from.text()));
            }
            case ACCOUNT_CHANGED -> {
                long modSeq = from.number();
                yield new Change.AccountChanged(0, modSeq, from.number());
            }
            case SUBSCRIBED -> new Change.Subscribed(0, from.text());
            case UNSUBSCRIBED -> new Change.Unsubscribed(0, from.text());
            case ACCOUNT_ERASED -> new Change.AccountErased(0);
            default -> throw new IOException("a change of unknown kind " + which);
        };
    }

    private static Change.NewMessage message(FieldReader from) throws IOException {
        long mailbox = from.number();
        long uid = from.number();
        long modSeq = from.number();
        long size = from.number();
        long received = from.number();
        long content = from.number();
        return new Change.NewMessage(mailbox, new Entry(uid, modSeq, size, received, 0, content), from.text(), "");
    }

    private static Change copies(FieldReader from) throws IOException {
        long source = from.number();
        long count = from.number();
        List<Change.NewMessage> copies = new ArrayList<>();
        long[] uids = new long[Math.toIntExact(count)];
        for (int i = 0; i < uids.length; i++) {
            uids[i] = from.number();
            copies.add(message(from));
        }
        return new Change.Copies(source, uids, copies);
    }
}
