package org.posthouse.testkit.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.Mailbox;
import org.posthouse.api.store.ModSeq;
import org.posthouse.api.store.StoreOp;

/** The mail of one account. Its store guards it. */
final class FakeShelf {
    final Map<String, FakeMailbox> boxes = new LinkedHashMap<>();
    final Set<String> subscribed = new HashSet<>();
    final Map<String, String> specialUses = new HashMap<>();
    /** Mailbox id and UID of each message that cannot be read. */
    final Set<String> damaged = new HashSet<>();

    long modSeq = 1;
    private long uidValidity = 100;
    private final Map<String, Committed> done = new HashMap<>();

    FakeShelf(AccountId account) {
        boxes.put("inbox-" + account, new FakeMailbox("inbox-" + account, Mailbox.INBOX, uidValidity++));
    }

    /** What a commit made, and whom to tell. */
    record Result(Committed committed, List<Runnable> bells) {}

    FakeMailbox box(String id) throws MailException {
        FakeMailbox box = boxes.get(id);
        if (box == null) {
            throw noSuchMailbox();
        }
        return box;
    }

    private static MailException noSuchMailbox() {
        return new MailException(MailException.Kind.PERMANENT, Status.NO_SUCH_MAILBOX, "No such mailbox");
    }

    static MailException notFirst() {
        return new MailException(MailException.Kind.CONFLICT, Status.NOT_NOW, "Somebody else was first");
    }

    static MailException gone(String text) {
        return new MailException(MailException.Kind.PERMANENT, new Status(5, 2, 0), text);
    }

    void watch(String mailboxId, Runnable bell) {
        boxes.get(mailboxId).bells.add(bell);
    }

    void unwatch(String mailboxId, Runnable bell) {
        Optional.ofNullable(boxes.get(mailboxId)).ifPresent(box -> box.bells.remove(bell));
    }

    Result commit(String operationId, Optional<ModSeq> base, List<StoreOp> steps) throws MailException {
        if (done.containsKey(operationId)) {
            return new Result(done.get(operationId), List.of());
        }
        if (base.isPresent() && base.get().value() != modSeq) {
            throw notFirst();
        }
        Change change = new Change();
        for (int i = 0; i < steps.size(); i++) {
            change.apply(i, steps.get(i));
        }
        boxes.clear();
        boxes.putAll(change.boxes);
        subscribed.clear();
        subscribed.addAll(change.subscribed);
        modSeq++;
        uidValidity = change.nextValidity;
        Committed committed = new Committed(new ModSeq(modSeq), change.made);
        done.put(operationId, committed);
        List<Runnable> bells = new ArrayList<>();
        change.touched.forEach(id -> Optional.ofNullable(boxes.get(id)).ifPresent(box -> bells.addAll(box.bells)));
        return new Result(committed, bells);
    }

    /** A commit in the making: all or nothing. */
    private final class Change {
        private final Map<String, FakeMailbox> boxes = new LinkedHashMap<>(FakeShelf.this.boxes);
        private final Set<String> subscribed = new HashSet<>(FakeShelf.this.subscribed);
        private final Set<String> touched = new LinkedHashSet<>();
        private final List<Committed.Made> made = new ArrayList<>();
        private final long now = modSeq + 1;
        private long nextValidity = uidValidity;

        void apply(int number, StoreOp step) throws MailException {
            if (step instanceof StoreOp.CreateMailbox create) {
                require(boxes.values().stream().noneMatch(box -> box.name.equals(create.name())), "Name is taken");
                boxes.put(create.mailboxId(), new FakeMailbox(create.mailboxId(), create.name(), nextValidity++));
            } else if (step instanceof StoreOp.RenameMailbox rename) {
                rename(rename);
            } else if (step instanceof StoreOp.DeleteMailbox delete) {
                touch(delete.mailboxId());
                boxes.remove(delete.mailboxId());
            } else if (step instanceof StoreOp.Subscribe subscribe) {
                if (subscribe.subscribed()) {
                    subscribed.add(subscribe.name());
                } else {
                    subscribed.remove(subscribe.name());
                }
            } else {
                messages(number, step);
            }
        }

        /** With all that lies below. */
        private void rename(StoreOp.RenameMailbox rename) throws MailException {
            require(boxes.values().stream().noneMatch(box -> box.name.equals(rename.name())), "Name is taken");
            String above = touch(rename.mailboxId()).name;
            for (String id : List.copyOf(boxes.keySet())) {
                String name = boxes.get(id).name;
                if (name.equals(above) || name.startsWith(above + Mailbox.SEPARATOR)) {
                    touch(id).name = rename.name() + name.substring(above.length());
                }
            }
        }

        private void messages(int number, StoreOp step) throws MailException {
            if (step instanceof StoreOp.Append append) {
                append(number, append);
            } else if (step instanceof StoreOp.Copy copy) {
                copy(number, copy);
            } else if (step instanceof StoreOp.Flags flags) {
                FakeMailbox box = touch(flags.mailboxId());
                for (long uid : flags.uids()) {
                    box.messages.computeIfPresent(uid, (key, message) -> {
                        Set<String> changed = new HashSet<>(message.flags());
                        changed.addAll(flags.add());
                        changed.removeAll(flags.remove());
                        return changed.equals(message.flags()) ? message : message.withFlags(changed, now);
                    });
                }
            } else if (step instanceof StoreOp.ReplaceFlags replace) {
                FakeMailbox box = touch(replace.mailboxId());
                for (long uid : replace.uids()) {
                    box.messages.computeIfPresent(
                            uid,
                            (key, message) -> message.flags().equals(replace.flags())
                                    ? message
                                    : message.withFlags(replace.flags(), now));
                }
            } else if (step instanceof StoreOp.Expunge expunge) {
                FakeMailbox box = touch(expunge.mailboxId());
                for (long uid : expunge.uids()) {
                    remove(box, uid);
                }
            }
        }

        private void append(int number, StoreOp.Append append) throws MailException {
            FakeMailbox box = touch(append.mailboxId());
            long uid = box.uidNext++;
            try {
                byte[] octets = append.message().open().readAllBytes();
                box.messages.put(
                        uid, new FakeMessage(uid, octets, append.structure(), append.flags(), append.received(), now));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            made.add(new Committed.Made(number, append.mailboxId(), 0, uid));
        }

        private void copy(int number, StoreOp.Copy copy) throws MailException {
            FakeMailbox from = touch(copy.fromMailboxId());
            FakeMailbox to = touch(copy.toMailboxId());
            for (long uid : copy.uids()) {
                FakeMessage message = from.messages.get(uid);
                if (message != null) {
                    long newUid = to.uidNext++;
                    to.messages.put(newUid, message.copy(newUid, now));
                    made.add(new Committed.Made(number, copy.toMailboxId(), uid, newUid));
                    if (copy.move()) {
                        remove(from, uid);
                    }
                }
            }
        }

        private void remove(FakeMailbox box, long uid) {
            if (box.messages.remove(uid) != null) {
                box.expunged.add(new long[] {uid, now});
            }
        }

        /** The mailbox, free to be changed without the old one noticing. */
        private FakeMailbox touch(String id) throws MailException {
            if (!boxes.containsKey(id)) {
                throw noSuchMailbox();
            }
            if (touched.add(id)) {
                boxes.put(id, boxes.get(id).copy());
            }
            return boxes.get(id);
        }

        private void require(boolean claim, String otherwise) throws MailException {
            if (!claim) {
                throw gone(otherwise);
            }
        }
    }
}
