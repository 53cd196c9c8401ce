package org.posthouse.store.jdbc;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Changes;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.MailStore;
import org.posthouse.api.store.Mailboxes;
import org.posthouse.api.store.ModSeq;
import org.posthouse.api.store.Snapshot;
import org.posthouse.api.store.StoreOp;
import org.posthouse.lib.store.AccountState;
import org.posthouse.lib.store.Box;
import org.posthouse.lib.store.Columns;
import org.posthouse.lib.store.Entry;
import org.posthouse.lib.store.Failures;
import org.posthouse.lib.store.Index;
import org.posthouse.lib.store.MailboxChanges;
import org.posthouse.lib.store.MailboxSnapshot;
import org.posthouse.lib.store.Ring;
import org.posthouse.lib.store.StoreLife;
import org.posthouse.spi.store.StoreBackend;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store while it is open: reads come out of memory, messages out of their files. */
final class OpenStore implements StoreBackend, StoreLife.Opened {
    private static final Logger LOG = LoggerFactory.getLogger(OpenStore.class);
    private static final byte[] NONE = {};
    /** Octets of structures that are given together, but for the last of them. */
    private static final int MOST_TOGETHER = 1 << 20;

    private final Machinery parts;
    private final Commits commits;
    private final Soundness soundness;

    OpenStore(Machinery parts) {
        this.parts = parts;
        this.commits = new Commits(parts);
        this.soundness = new Soundness(parts.contents(), parts.clock());
    }

    @Override
    public Mailboxes mailboxes(AccountId account) throws MailException {
        return parts.lines().state(account).mailboxes();
    }

    @Override
    public Snapshot read(AccountId account, String mailboxId) throws MailException {
        AccountState state = parts.lines().opened(account, mailboxId);
        Box box = state.box(mailboxId);
        return new MailboxSnapshot(box, index(box), new ModSeq(state.modSeq()));
    }

    @Override
    public Changes since(AccountId account, String mailboxId, ModSeq seen) throws MailException {
        AccountState state = parts.lines().opened(account, mailboxId);
        Box box = state.box(mailboxId);
        return MailboxChanges.since(seen.value(), box, index(box), state.modSeq());
    }

    @Override
    public Content content(AccountId account, String mailboxId, long uid) throws MailException {
        Entry entry = entry(account, mailboxId, uid);
        try {
            FileChannel file = parts.contents().open(entry.content());
            if (!ContentFormat.holds(file, entry.size())) {
                file.close();
                throw soundness.damaged(entry.content(), "it is cut off");
            }
            return new StoredContent(entry.content(), file, entry.size(), soundness);
        } catch (IOException failure) {
            throw unreadable(account, mailboxId, uid, failure);
        }
    }

    @Override
    public byte[] structure(AccountId account, String mailboxId, long uid) throws MailException {
        Entry entry = entry(account, mailboxId, uid);
        try {
            return kept(entry);
        } catch (IOException failure) {
            throw unreadable(account, mailboxId, uid, failure);
        }
    }

    @Override
    public List<byte[]> structures(AccountId account, String mailboxId, long[] uids) throws MailException {
        Columns columns = columns(account, mailboxId);
        List<byte[]> found = new ArrayList<>(uids.length);
        int octets = 0;
        for (long uid : uids) {
            int at = columns.indexOf(uid);
            byte[] structure = at < 0 || octets > MOST_TOGETHER ? NONE : found(columns.entry(at));
            octets += structure.length;
            found.add(structure);
        }
        return found;
    }

    @Override
    public List<byte[]> messages(AccountId account, String mailboxId, long[] uids, int room) throws MailException {
        Columns columns = columns(account, mailboxId);
        List<byte[]> found = new ArrayList<>(uids.length);
        int left = room;
        for (long uid : uids) {
            int at = columns.indexOf(uid);
            boolean fits = at >= 0 && columns.size(at) <= Math.min(left, Ring.LONGEST);
            byte[] message = fits ? message(columns.entry(at)) : NONE;
            left -= message.length;
            found.add(message);
        }
        return found;
    }

    /** None where it cannot be read: who asks for it by itself is told why. */
    private byte[] message(Entry entry) {
        Optional<byte[]> known = parts.messages().get(entry.content());
        if (known.isPresent()) {
            return known.get();
        }
        try (FileChannel file = parts.contents().open(entry.content())) {
            byte[] message = ContentFormat.message(file, (int) entry.size());
            parts.messages().put(entry.content(), message);
            return message;
        } catch (IOException failure) {
            LOG.debug("content {} is left out: {}", entry.content(), failure.toString());
            return NONE;
        }
    }

    /** In the same way. */
    private byte[] found(Entry entry) {
        try {
            return kept(entry);
        } catch (IOException failure) {
            LOG.debug("content {} is left out: {}", entry.content(), failure.toString());
            return NONE;
        }
    }

    private byte[] kept(Entry entry) throws IOException {
        Optional<byte[]> known = parts.structures().get(entry.content());
        if (known.isPresent()) {
            return known.get();
        }
        try (FileChannel file = parts.contents().open(entry.content())) {
            byte[] structure = ContentFormat.structure(file, entry.size());
            parts.structures().put(entry.content(), structure);
            return structure;
        }
    }

    @Override
    public Committed commit(AccountId account, String operationId, Optional<ModSeq> base, List<StoreOp> steps)
            throws MailException {
        return commits.commit(account, operationId, base, steps);
    }

    @Override
    public MailStore.Usage usage(AccountId account) throws MailException {
        long octets = 0;
        long messages = 0;
        for (Box box : parts.lines().state(account).boxes()) {
            octets += box.octets();
            messages += box.messages();
        }
        return new MailStore.Usage(octets, messages);
    }

    @Override
    public void erase(AccountId account) throws MailException {
        commits.erase(account);
    }

    /** What it is made of, to be looked after. */
    Machinery parts() {
        return parts;
    }

    void forget() throws MailException {
        parts.sweep().forget();
    }

    private Entry entry(AccountId account, String mailboxId, long uid) throws MailException {
        Columns columns = columns(account, mailboxId);
        int at = columns.indexOf(uid);
        if (at < 0) {
            throw Failures.noMessage();
        }
        return columns.entry(at);
    }

    private Columns columns(AccountId account, String mailboxId) throws MailException {
        return index(parts.lines().opened(account, mailboxId).box(mailboxId)).columns();
    }

    /** It may have been expunged since the index was read; then it is gone, not damaged. */
    private MailException unreadable(AccountId account, String mailboxId, long uid, IOException failure)
            throws MailException {
        if (failure instanceof NoSuchFileException) {
            entry(account, mailboxId, uid);
        }
        return damaged(account, mailboxId, uid, failure);
    }

    private MailException damaged(AccountId account, String mailboxId, long uid, IOException failure) {
        String what = "account " + account + " mailbox " + mailboxId + " uid " + uid + " cannot be read: " + failure;
        LOG.error("{}", what);
        parts.contents().alarms().raise("store: " + what);
        return Failures.damaged(failure);
    }

    private static Index index(Box box) throws MailException {
        return box.index().orElseThrow(() -> Failures.notNow("The mailbox is not open"));
    }

    @Override
    public List<String> troubles() {
        return parts.contents().alarms().troubles();
    }

    /** Waits until all has ended. */
    @Override
    public CompletableFuture<Void> end() {
        parts.close();
        return CompletableFuture.completedFuture(null);
    }
}
