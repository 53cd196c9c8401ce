package org.posthouse.testkit.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.api.net.Client;
import org.posthouse.api.store.Changes;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.MailStore;
import org.posthouse.api.store.Mailbox;
import org.posthouse.api.store.Mailboxes;
import org.posthouse.api.store.ModSeq;
import org.posthouse.api.store.Snapshot;
import org.posthouse.api.store.StoreCare;
import org.posthouse.api.store.StoreOp;

/** A mail store that forgets all when it goes. Safe from any thread. Accounts come to be when they are asked for. */
public final class FakeMailStore implements MailStore {
    private final List<Long> fetched = new ArrayList<>();
    private final Scanner scanner;
    private final Map<AccountId, FakeShelf> shelves = new HashMap<>();
    private final Map<AccountId, String> locks = new HashMap<>();
    private Optional<StoreCare> care = Optional.empty();
    private boolean away;
    private boolean forgetful;
    private boolean contended;
    private long quota = Long.MAX_VALUE;

    /** Finds the structure of messages that come; a store does not know what it is. */
    @FunctionalInterface
    public interface Scanner {
        byte[] scan(Content message) throws IOException;
    }

    public FakeMailStore(Scanner scanner) {
        this.scanner = scanner;
    }

    /** Who looks after it from now on. */
    public synchronized void care(StoreCare value) {
        care = Optional.of(value);
    }

    @Override
    public synchronized StoreCare care() {
        return care.orElseThrow(() -> new UnsupportedOperationException("nobody looks after it"));
    }

    /** Whether it fails now, as a store does that is being replaced. */
    public synchronized void away(boolean value) {
        away = value;
    }

    /** Whether it has lost its history, so that changes are never complete. */
    public synchronized void forgetful(boolean value) {
        forgetful = value;
    }

    /** Whether somebody else is always first, so that nothing can be committed. */
    public synchronized void contended(boolean value) {
        contended = value;
    }

    /** What a mailbox is for, by its name, RFC 6154 §2; whether or not there is such a mailbox. */
    public synchronized void specialUse(AccountId account, String mailbox, String attribute) {
        shelf(account).specialUses.put(mailbox, attribute);
    }

    /** From now on this message cannot be read: what is kept of it is damaged. */
    public synchronized void damage(AccountId account, String mailboxId, long uid) {
        shelf(account).damaged.add(mailboxId + "/" + uid);
    }

    /** Most octets an account may have. */
    public synchronized void quota(long octets) {
        quota = octets;
    }

    /** How many watch this mailbox. */
    public synchronized int watchers(AccountId account, String mailboxId) {
        return shelf(account).boxes.get(mailboxId).bells.size();
    }

    private FakeShelf shelf(AccountId account) {
        return shelves.computeIfAbsent(account, FakeShelf::new);
    }

    private FakeShelf present(AccountId account) throws MailException {
        if (away) {
            throw MailException.notNow("The store is away");
        }
        return shelf(account);
    }

    private FakeMailbox box(AccountId account, String mailboxId) throws MailException {
        return present(account).box(mailboxId);
    }

    @Override
    public synchronized Mailboxes mailboxes(AccountId account) throws MailException {
        FakeShelf shelf = present(account);
        List<Mailbox> all = shelf.boxes.values().stream()
                .map(box -> new Mailbox(box.id, box.name, box.uidValidity))
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .toList();
        Map<String, String> uses = new HashMap<>(shelf.specialUses);
        uses.keySet().retainAll(all.stream().map(Mailbox::name).toList());
        return new FakeMailboxes(all, shelf.subscribed, uses);
    }

    @Override
    public synchronized Snapshot read(AccountId account, String mailboxId) throws MailException {
        FakeMailbox box = box(account, mailboxId);
        return new FakeSnapshot(
                mailboxId,
                box.uidValidity,
                box.uidNext,
                new ModSeq(shelf(account).modSeq),
                List.copyOf(box.messages.values()));
    }

    @Override
    public synchronized Changes since(AccountId account, String mailboxId, ModSeq seen) throws MailException {
        FakeMailbox box = box(account, mailboxId);
        ModSeq now = new ModSeq(shelf(account).modSeq);
        if (forgetful && now.compareTo(seen) > 0) {
            return new FakeChanges(false, now, new long[0], new long[0], new long[0]);
        }
        List<FakeMessage> changed = box.messages.values().stream()
                .filter(message -> message.modSeq() > seen.value())
                .toList();
        long[] expunged = box.expunged.stream()
                .filter(gone -> gone[1] > seen.value())
                .mapToLong(gone -> gone[0])
                .sorted()
                .toArray();
        long[] uids = changed.stream().mapToLong(FakeMessage::uid).toArray();
        // It does not remember when a message came: what has changed is said to be new and to have new flags.
        return new FakeChanges(true, now, uids, uids, expunged);
    }

    @Override
    public synchronized Content content(AccountId account, String mailboxId, long uid) throws MailException {
        return Content.of(message(account, mailboxId, uid).octets());
    }

    @Override
    public synchronized byte[] structure(AccountId account, String mailboxId, long uid) throws MailException {
        return message(account, mailboxId, uid).structure();
    }

    /** Every other one is not at hand. */
    @Override
    public synchronized List<byte[]> structures(AccountId account, String mailboxId, long[] uids) throws MailException {
        List<byte[]> found = new ArrayList<>(uids.length);
        for (long uid : uids) {
            FakeMessage there = box(account, mailboxId).messages.get(uid);
            boolean atHand =
                    there != null && uid % 2 == 1 && !shelf(account).damaged.contains(mailboxId + "/" + uid);
            found.add(atHand ? there.structure() : new byte[0]);
        }
        return found;
    }

    /** Every third one is not at hand. */
    @Override
    public synchronized List<byte[]> messages(AccountId account, String mailboxId, long[] uids, int room)
            throws MailException {
        List<byte[]> found = new ArrayList<>(uids.length);
        int left = room;
        for (long uid : uids) {
            FakeMessage there = box(account, mailboxId).messages.get(uid);
            boolean atHand = there != null
                    && uid % 3 != 0
                    && there.octets().length <= left
                    && !shelf(account).damaged.contains(mailboxId + "/" + uid);
            byte[] octets = atHand ? there.octets() : new byte[0];
            left -= octets.length;
            found.add(octets);
        }
        return found;
    }

    private FakeMessage message(AccountId account, String mailboxId, long uid) throws MailException {
        FakeMessage message = box(account, mailboxId).messages.get(uid);
        if (message == null) {
            throw FakeShelf.gone("No such message");
        }
        if (shelf(account).damaged.contains(mailboxId + "/" + uid)) {
            throw new MailException(MailException.Kind.PERMANENT, new Status(5, 6, 0), "The message is damaged");
        }
        return message;
    }

    @Override
    public Committed commit(AccountId account, String operationId, Optional<ModSeq> base, List<StoreOp> steps)
            throws MailException {
        FakeShelf.Result result;
        synchronized (this) {
            FakeShelf shelf = present(account);
            if (contended) {
                throw FakeShelf.notFirst();
            }
            result = shelf.commit(operationId, base, steps);
        }
        result.bells().forEach(Runnable::run);
        return result.committed();
    }

    @Override
    public Committed append(
            AccountId account,
            String mailboxId,
            Content message,
            Set<String> flags,
            Instant received,
            String operationId)
            throws MailException {
        if (usage(account).octets() + message.size() > quotaNow()) {
            throw new MailException(MailException.Kind.PERMANENT, Status.MAILBOX_FULL, "Mailbox is full");
        }
        try {
            byte[] octets = message.open().readAllBytes();
            byte[] structure = scanner.scan(message);
            StoreOp append = new StoreOp.Append(mailboxId, Content.of(octets), structure, flags, received, operationId);
            return commit(account, operationId, Optional.empty(), List.of(append));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized long quotaNow() {
        return quota;
    }

    @Override
    public synchronized Registration watch(AccountId account, String mailboxId, Runnable bell) {
        FakeShelf shelf = shelf(account);
        // One registration is one bell, also if the same is given twice.
        Runnable own = () -> bell.run();
        shelf.watch(mailboxId, own);
        return () -> {
            synchronized (this) {
                shelf.unwatch(mailboxId, own);
            }
        };
    }

    @Override
    public synchronized long takeRecent(AccountId account, String mailboxId, boolean readOnly) throws MailException {
        FakeMailbox box = box(account, mailboxId);
        long first = box.firstRecent;
        if (!readOnly) {
            box.firstRecent = box.uidNext;
        }
        return first;
    }

    @Override
    public synchronized boolean lock(AccountId account, Client holder) throws MailException {
        present(account);
        boolean free = locks.putIfAbsent(account, holder.id()) == null;
        if (free) {
            holder.whenClosed("maildrop", () -> unlock(account, holder));
        }
        return free || locks.get(account).equals(holder.id());
    }

    @Override
    public synchronized void unlock(AccountId account, Client holder) {
        locks.remove(account, holder.id());
    }

    /** Whether somebody holds the lock of this account's maildrop. */
    public synchronized boolean locked(AccountId account) {
        return locks.containsKey(account);
    }

    @Override
    public synchronized Usage usage(AccountId account) throws MailException {
        List<FakeMessage> all = new ArrayList<>();
        present(account).boxes.values().forEach(box -> all.addAll(box.messages.values()));
        return new Usage(
                all.stream().mapToLong(message -> message.octets().length).sum(), all.size());
    }

    @Override
    public synchronized void erase(AccountId account) throws MailException {
        present(account);
        shelves.remove(account);
    }

    @Override
    public synchronized void fetched(AccountId account, String mailboxId, long uid) {
        fetched.add(uid);
    }

    /** UIDs that clients were said to have fetched, in order. */
    public synchronized List<Long> fetched() {
        return List.copyOf(fetched);
    }
}
