package org.posthouse.core.mailstore;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.posthouse.api.account.Accounts;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.MailException.Kind;
import org.posthouse.api.mail.Status;
import org.posthouse.api.net.Client;
import org.posthouse.api.plugin.Seats;
import org.posthouse.api.store.Changes;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.MailStore;
import org.posthouse.api.store.Mailbox;
import org.posthouse.api.store.Mailboxes;
import org.posthouse.api.store.ModSeq;
import org.posthouse.api.store.Snapshot;
import org.posthouse.api.store.StoreOp;

/** Everybody's mail: the rules that hold for every store, in front of the one in its seat. Keeps nothing of a store's own. */
@Component(name = "org.posthouse.core.mailstore", immediate = true, service = MailStore.class)
@Designate(ocd = MailStoreConfiguration.class)
public final class HouseMailStore implements MailStore, AutoCloseable {
    private static final String INBOX_OPERATION = "house-inbox";
    private static final ModSeq NEVER = new ModSeq(Long.MAX_VALUE);
    private static final Mailboxes NONE = Mailboxes.of(List.of(), Set.of());
    private static final byte[] NO_STRUCTURE = {};

    private final Bells bells = new Bells();
    private final RecentMarks recent = new RecentMarks();
    private final MaildropLocks locks = new MaildropLocks();
    private final Stores stores;
    private final Quota quota;
    private volatile MailStoreSettings settings;

    @Activate
    public HouseMailStore(@Reference Seats seats, @Reference Accounts accounts, MailStoreConfiguration configuration) {
        this(seats, accounts, MailStoreSettings.of(configuration));
    }

    /** With these settings. */
    HouseMailStore(Seats seats, Accounts accounts, MailStoreSettings settings) {
        this.settings = settings;
        // Whoever watches looks again: the next version remembers less of what has happened.
        this.stores = new Stores(seats, bells::ringAll);
        this.quota = new Quota(accounts, stores);
    }

    /** From the next call on. */
    @Modified
    void modified(MailStoreConfiguration configuration) {
        settings = MailStoreSettings.of(configuration);
    }

    @Override
    @Deactivate
    public void close() {
        stores.close();
    }

    @Override
    public Mailboxes mailboxes(AccountId account) throws MailException {
        Mailboxes there = stores.call(store -> store.mailboxes(account));
        if (there.named(Mailbox.INBOX).isEmpty()) {
            List<StoreOp> first = first();
            stores.call(store -> store.commit(account, INBOX_OPERATION, Optional.empty(), first));
            there = stores.call(store -> store.mailboxes(account));
        }
        return NamedMailboxes.of(there, settings.specialUses());
    }

    /** INBOX and what else an account begins with. */
    private List<StoreOp> first() {
        List<StoreOp> steps = new ArrayList<>();
        Stream.concat(Stream.of(Mailbox.INBOX), settings.firstMailboxes().stream())
                .forEach(name -> {
                    steps.add(new StoreOp.CreateMailbox(UUID.randomUUID().toString(), name));
                    steps.add(new StoreOp.Subscribe(name, true));
                });
        return List.copyOf(steps);
    }

    @Override
    public Snapshot read(AccountId account, String mailboxId) throws MailException {
        return stores.call(store -> store.read(account, mailboxId));
    }

    @Override
    public Changes since(AccountId account, String mailboxId, ModSeq seen) throws MailException {
        return stores.call(store -> store.since(account, mailboxId, seen));
    }

    @Override
    public Content content(AccountId account, String mailboxId, long uid) throws MailException {
        return stores.call(store -> store.content(account, mailboxId, uid));
    }

    @Override
    public byte[] structure(AccountId account, String mailboxId, long uid) throws MailException {
        return stores.call(store -> store.structure(account, mailboxId, uid));
    }

    @Override
    public Committed commit(AccountId account, String operationId, Optional<ModSeq> base, List<StoreOp> steps)
            throws MailException {
        Mailboxes named = Prepared.needsNames(steps) ? stores.call(store -> store.mailboxes(account)) : NONE;
        Prepared prepared = Prepared.of(steps, named);
        if (!quota.hasRoom(account, prepared.steps())) {
            return doneBefore(account, operationId, prepared);
        }
        try {
            Committed stored = stores.call(store -> store.commit(account, operationId, base, prepared.steps()));
            recent.came(account, stored);
            return prepared.result(stored);
        } finally {
            bells.ring(account, prepared.touched());
        }
    }

    /** What was done before the quota was reached counts as done: asked on a base that never is, a store does nothing new. */
    private Committed doneBefore(AccountId account, String operationId, Prepared prepared) throws MailException {
        try {
            return prepared.result(
                    stores.call(store -> store.commit(account, operationId, Optional.of(NEVER), List.of())));
        } catch (MailException failure) {
            if (failure.kind() == Kind.CONFLICT) {
                throw new MailException(Kind.RETRY, Status.MAILBOX_FULL, "The mailbox is full", failure);
            }
            throw failure;
        }
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
        StoreOp step = new StoreOp.Append(mailboxId, message, NO_STRUCTURE, flags, received, "");
        return commit(account, operationId, Optional.empty(), List.of(step));
    }

    @Override
    public Registration watch(AccountId account, String mailboxId, Runnable bell) {
        return bells.watch(account, mailboxId, bell);
    }

    @Override
    public long takeRecent(AccountId account, String mailboxId, boolean readOnly) throws MailException {
        long uidNext = read(account, mailboxId).uidNext();
        return readOnly ? recent.look(account, mailboxId, uidNext) : recent.take(account, mailboxId, uidNext);
    }

    @Override
    public boolean lock(AccountId account, Client holder) {
        return locks.take(account, holder);
    }

    @Override
    public void unlock(AccountId account, Client holder) {
        locks.giveBack(account, holder);
    }

    @Override
    public Usage usage(AccountId account) throws MailException {
        return stores.call(store -> store.usage(account));
    }

    @Override
    public void erase(AccountId account) throws MailException {
        stores.call(store -> {
            store.erase(account);
            return true;
        });
        recent.forget(account);
        bells.ringAll(account);
    }
}
