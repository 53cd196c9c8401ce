package org.posthouse.lib.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.ModSeq;
import org.posthouse.api.store.StoreOp;

/**
 * Works out what a commit makes of an account, without doing it: the state afterwards, the rows to be written, the contents that may
 * have lost their last message. Mailboxes whose messages are changed are open. For one thread.
 */
public final class Draft {
    private final Numbers numbers;
    private final long modSeq;
    private final long key;
    private final List<Change> rows = new ArrayList<>();
    private final List<Committed.Made> made = new ArrayList<>();
    private final List<Entry> freed = new ArrayList<>();
    private final Map<String, BoxDraft> touched = new LinkedHashMap<>();
    private final Set<String> subscribed;
    private final long seconds;
    private AccountState state;
    private long uidValidity;
    private boolean accountTells;

    public Draft(AccountId account, AccountState before, Numbers numbers, Instant now) {
        this.numbers = numbers;
        this.state = before;
        this.modSeq = before.modSeq() + 1;
        this.subscribed = new HashSet<>(before.subscribed());
        this.uidValidity = before.uidValidity();
        this.seconds = now.getEpochSecond();
        if (before.key() == 0) {
            this.key = numbers.account();
            rows.add(new Change.NewAccount(key, account));
        } else {
            this.key = before.key();
        }
    }

    /** Takes the steps in order; contents of appends are given by the number of their step. */
    public void take(List<StoreOp> steps, Map<Integer, Arrived> contents) throws MailException {
        for (int i = 0; i < steps.size(); i++) {
            StoreOp step = steps.get(i);
            if (step instanceof StoreOp.Append append) {
                append(i, append, contents.get(i));
            } else if (step instanceof StoreOp.Copy copy) {
                copy(i, copy);
            } else if (step instanceof StoreOp.Flags flags) {
                Set<String> add = checked(flags.add());
                box(flags.mailboxId()).reflag(flags.uids(), old -> old.changed(add, flags.remove()));
            } else if (step instanceof StoreOp.ReplaceFlags flags) {
                FlagSet exactly = FlagSet.of(checked(flags.flags()));
                box(flags.mailboxId()).reflag(flags.uids(), old -> exactly);
            } else if (step instanceof StoreOp.Expunge expunge) {
                freed.addAll(box(expunge.mailboxId()).expunge(expunge.uids()));
            } else {
                takeMailboxStep(step);
            }
        }
    }

    private void takeMailboxStep(StoreOp step) throws MailException {
        if (step instanceof StoreOp.CreateMailbox create) {
            create(create);
        } else if (step instanceof StoreOp.RenameMailbox rename) {
            rename(rename);
        } else if (step instanceof StoreOp.DeleteMailbox delete) {
            delete(delete.mailboxId());
        } else if (step instanceof StoreOp.Subscribe subscribe) {
            subscribe(subscribe);
        }
    }

    private void create(StoreOp.CreateMailbox create) throws MailException {
        settle();
        if (state.find(create.mailboxId()).isPresent() || state.hasName(create.name())) {
            throw Failures.refused("The mailbox exists already");
        }
        if (create.mailboxId().isEmpty()
                || create.mailboxId().length() > Limits.LONGEST_ID
                || create.name().length() > Limits.LONGEST_NAME) {
            throw Failures.refused("The mailbox's name is too long");
        }
        uidValidity = Math.max(uidValidity + 1, numbers.uidValidity(seconds));
        Box box = new Box(
                numbers.mailbox(),
                create.mailboxId(),
                create.name(),
                uidValidity,
                1,
                modSeq,
                0,
                0,
                Optional.of(Index.empty(modSeq)));
        rows.add(new Change.NewMailbox(key, box.key(), box.id(), box.name(), uidValidity, modSeq));
        state = state.with(box);
        accountTells = true;
    }

    private void rename(StoreOp.RenameMailbox rename) throws MailException {
        settle();
        Box box = state.box(rename.mailboxId());
        if (box.name().equals(rename.name())) {
            return;
        }
        if (state.hasName(rename.name())) {
            throw Failures.refused("The mailbox exists already");
        }
        if (rename.name().length() > Limits.LONGEST_NAME) {
            throw Failures.refused("The mailbox's name is too long");
        }
        box(rename.mailboxId()).rename(rename.name());
    }

    private void delete(String mailboxId) throws MailException {
        settle();
        Box box = state.box(mailboxId);
        rows.add(new Change.MailboxDeleted(box.key()));
        state = state.without(mailboxId);
        accountTells = true;
    }

    private void subscribe(StoreOp.Subscribe step) throws MailException {
        if (step.name().length() > Limits.LONGEST_NAME) {
            throw Failures.refused("The mailbox's name is too long");
        }
        if (step.subscribed() && subscribed.add(step.name())) {
            rows.add(new Change.Subscribed(key, step.name()));
        } else if (!step.subscribed() && subscribed.remove(step.name())) {
            rows.add(new Change.Unsubscribed(key, step.name()));
        }
    }

    private void append(int step, StoreOp.Append append, Arrived content) throws MailException {
        if (append.emailId().length() > Limits.LONGEST_ID) {
            throw Failures.refused("The email id is too long");
        }
        FlagSet flags = FlagSet.of(checked(append.flags()));
        long uid = box(append.mailboxId()).append(content, flags, append.emailId());
        made.add(new Committed.Made(step, append.mailboxId(), 0, uid));
    }

    private void copy(int step, StoreOp.Copy copy) throws MailException {
        BoxDraft source = box(copy.fromMailboxId());
        BoxDraft target = box(copy.toMailboxId());
        long firstUid = target.uidNext();
        long[] uids = target.copy(source, copy.uids());
        for (int i = 0; i < uids.length; i++) {
            made.add(new Committed.Made(step, copy.toMailboxId(), uids[i], firstUid + i));
        }
        if (copy.move()) {
            source.expunge(uids);
        }
    }

    /** What becomes of the account; remembers the operation. */
    public Drafted finish(String operationId, Instant now) {
        boolean mailboxTells = !touched.isEmpty();
        settle();
        if (!mailboxTells || accountTells) {
            rows.add(new Change.AccountChanged(key, modSeq, uidValidity));
        }
        AccountState after = state.with(key, modSeq, uidValidity, Set.copyOf(subscribed));
        Committed result = new Committed(new ModSeq(modSeq), made);
        rows.add(new Change.Done(key, operationId, now.toEpochMilli(), Outcome.encode(result)));
        return new Drafted(after, rows, freed, result);
    }

    /** Nothing of the account is left. */
    public static Drafted erasing(AccountState account) {
        List<Change> rows = new ArrayList<>();
        account.boxes().forEach(box -> rows.add(new Change.MailboxDeleted(box.key())));
        rows.add(new Change.AccountErased(account.key()));
        Committed result = new Committed(new ModSeq(account.modSeq() + 1), List.of());
        return new Drafted(AccountState.NONE, rows, List.of(), result);
    }

    private BoxDraft box(String mailboxId) throws MailException {
        BoxDraft known = touched.get(mailboxId);
        if (known != null) {
            return known;
        }
        BoxDraft draft = new BoxDraft(state.box(mailboxId), modSeq, rows);
        touched.put(mailboxId, draft);
        return draft;
    }

    /** Brings what was touched into the state. */
    private void settle() {
        Map<String, BoxDraft> settled = new HashMap<>(touched);
        touched.clear();
        for (BoxDraft draft : settled.values()) {
            Box box = draft.after();
            rows.add(new Change.MailboxChanged(box));
            state = state.with(box);
        }
    }

    private static Set<String> checked(Set<String> flags) throws MailException {
        for (String flag : flags) {
            if (flag.isEmpty()
                    || flag.length() > Limits.LONGEST_ID
                    || !flag.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                throw Failures.refused("A flag is no atom");
            }
        }
        return flags;
    }
}
