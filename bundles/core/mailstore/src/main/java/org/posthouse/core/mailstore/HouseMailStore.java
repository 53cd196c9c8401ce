package org.posthouse.core.mailstore;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Accounts;
import org.posthouse.api.config.SettingsCheck;
import org.posthouse.api.health.Troubles;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.MailException.Kind;
import org.posthouse.api.net.Client;
import org.posthouse.api.plugin.Breaker;
import org.posthouse.api.plugin.Breakers;
import org.posthouse.api.plugin.Seats;
import org.posthouse.api.store.Actor;
import org.posthouse.api.store.Changes;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.MailRoom;
import org.posthouse.api.store.MailStore;
import org.posthouse.api.store.Mailbox;
import org.posthouse.api.store.Mailboxes;
import org.posthouse.api.store.ModSeq;
import org.posthouse.api.store.Snapshot;
import org.posthouse.api.store.StoreCare;
import org.posthouse.api.store.StoreOp;
import org.posthouse.api.trace.SteadyTrace;
import org.posthouse.api.trace.Trace;

/** Everybody's mail: the rules that hold for every store, in front of the one in its seat. Keeps nothing of a store's own. */
@Component(
        name = "org.posthouse.core.mailstore",
        immediate = true,
        service = {MailStore.class, MailRoom.class, Breakers.class, SettingsCheck.class, Troubles.class})
@Designate(ocd = MailStoreConfiguration.class)
public final class HouseMailStore implements MailStore, MailRoom, Breakers, SettingsCheck, Troubles, AutoCloseable {
    private static final String INBOX_OPERATION = "house-inbox";
    private static final ModSeq NEVER = new ModSeq(Long.MAX_VALUE);
    private static final Mailboxes NONE = Mailboxes.of(List.of(), Set.of());
    private static final byte[] NO_STRUCTURE = {};

    private final Bells bells = new Bells();
    private final RecentMarks recent = new RecentMarks();
    private final MaildropLocks locks = new MaildropLocks();
    private final KeptBy keptBy;
    private final Stores stores;
    private final Ledger ledger;
    private final HouseCare care;
    private final MailboxLabels labels = new MailboxLabels();
    private final SteadyTrace trace;
    private final Chronicle chronicle;
    private volatile MailStoreSettings settings;

    /** Who wants what done to whose mail; the rest as in {@link #commit(AccountId, String, Optional, List)}. */
    record Order(AccountId account, Optional<Actor> actor, String operationId, Optional<ModSeq> base) {}

    @Activate
    public HouseMailStore(
            BundleContext bundle,
            @Reference Seats seats,
            @Reference Accounts accounts,
            MailStoreConfiguration configuration) {
        this(
                Path.of(bundle.getProperty("posthouse.home")),
                seats,
                accounts,
                new SteadyTrace(),
                MailStoreSettings.of(configuration));
    }

    /** With these settings. */
    HouseMailStore(Path home, Seats seats, Accounts accounts, SteadyTrace trace, MailStoreSettings settings) {
        this.settings = settings;
        this.trace = trace;
        this.chronicle = new Chronicle(trace, Clock.systemUTC(), labels);
        // Whoever watches looks again: the next version remembers less of what has happened.
        this.keptBy = new KeptBy(home);
        this.stores = new Stores(seats, keptBy, () -> this.settings.store(), bells::ringAll);
        this.ledger = new Ledger(accounts, stores, () -> this.settings.reject());
        this.care = new HouseCare(stores);
    }

    /** The trace may come and go. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setTrace(Trace present) {
        trace.come(present);
    }

    void unsetTrace(Trace past) {
        trace.go(past);
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
    public List<Breaker> breakers() {
        return stores.breakers();
    }

    @Override
    public String pid() {
        return "org.posthouse.core.mailstore";
    }

    @Override
    public Optional<String> complaint(String setting, List<String> values) {
        return setting.equals("store")
                ? values.stream()
                        .map(String::strip)
                        .flatMap(name -> stores.complaint(name).stream())
                        .findFirst()
                : Optional.empty();
    }

    @Override
    public List<String> troubles() {
        return stores.troubles();
    }

    @Override
    public Optional<String> keptBy() {
        return keptBy.settled();
    }

    @Override
    public void ask(Account account, int copies, long octets) throws MailException {
        ledger.ask(account, copies, octets);
    }

    @Override
    public void reserve(Account account, String queueId, int copies, long octets) throws MailException {
        ledger.reserve(account, queueId, copies, octets);
    }

    @Override
    public void restore(String queueId, Collection<Account> accounts, long octets) {
        ledger.restore(queueId, accounts, octets);
    }

    @Override
    public void release(String queueId) {
        ledger.release(queueId);
    }

    @Override
    public MailStore by(Actor actor) {
        return new ActorsMailStore(this, actor);
    }

    @Override
    public StoreCare care() {
        return care;
    }

    @Override
    public Mailboxes mailboxes(AccountId account) throws MailException {
        Mailboxes there = stores.call(store -> store.mailboxes(account));
        if (there.named(Mailbox.INBOX).isEmpty()) {
            List<StoreOp> first = first();
            stores.call(store -> store.commit(account, INBOX_OPERATION, Optional.empty(), first));
            there = stores.call(store -> store.mailboxes(account));
        }
        labels.learn(there.all());
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
    public List<byte[]> structures(AccountId account, String mailboxId, long[] uids) throws MailException {
        return stores.call(store -> store.structures(account, mailboxId, uids));
    }

    @Override
    public List<byte[]> messages(AccountId account, String mailboxId, long[] uids, int room) throws MailException {
        return stores.call(store -> store.messages(account, mailboxId, uids, room));
    }

    @Override
    public Committed commit(AccountId account, String operationId, Optional<ModSeq> base, List<StoreOp> steps)
            throws MailException {
        return commit(new Order(account, Optional.empty(), operationId, base), steps);
    }

    Committed commit(Order order, List<StoreOp> steps) throws MailException {
        AccountId account = order.account();
        Mailboxes named = Prepared.needsNames(steps) ? stores.call(store -> store.mailboxes(account)) : NONE;
        Prepared prepared = Prepared.of(steps, named);
        Optional<Ledger.Entry> entry = ledger.begin(account, queueId(order), prepared.steps());
        if (entry.isEmpty()) {
            return doneBefore(account, order.operationId(), prepared);
        }
        long begin = System.nanoTime();
        boolean done = false;
        try {
            Stores.Said<Committed> stored =
                    stores.ask(store -> store.commit(account, order.operationId(), order.base(), prepared.steps()));
            done = true;
            recent.came(account, stored.value());
            chronicle.committed(
                    new Chronicle.Deed(account, order.actor(), stored.by(), microsSince(begin)),
                    prepared.steps(),
                    stored.value());
            return prepared.result(stored.value());
        } finally {
            entry.get().end(done);
            bells.ring(account, prepared.touched());
        }
    }

    private static String queueId(Order order) {
        return order.actor()
                .filter(Actor.Delivering.class::isInstance)
                .map(Actor.Delivering.class::cast)
                .map(Actor.Delivering::queueId)
                .orElse("");
    }

    private static long microsSince(long begin) {
        return (System.nanoTime() - begin) / 1000;
    }

    /** What was done before the quota was reached counts as done: asked on a base that never is, a store does nothing new. */
    private Committed doneBefore(AccountId account, String operationId, Prepared prepared) throws MailException {
        try {
            return prepared.result(
                    stores.call(store -> store.commit(account, operationId, Optional.of(NEVER), List.of())));
        } catch (MailException failure) {
            if (failure.kind() == Kind.CONFLICT) {
                throw ledger.full(failure);
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
        StoreOp step = append(mailboxId, message, flags, received);
        return commit(account, operationId, Optional.empty(), List.of(step));
    }

    /** A new message, of which nothing is known yet but itself. */
    static StoreOp append(String mailboxId, Content message, Set<String> flags, Instant received) {
        return new StoreOp.Append(mailboxId, message, NO_STRUCTURE, flags, received, "");
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

    void fetched(AccountId account, Actor actor, String mailboxId, long uid) {
        chronicle.fetched(account, actor, mailboxId, uid);
    }

    @Override
    public void erase(AccountId account) throws MailException {
        erase(account, Optional.empty());
    }

    void erase(AccountId account, Optional<Actor> actor) throws MailException {
        long begin = System.nanoTime();
        Stores.Said<Boolean> done = stores.ask(store -> {
            store.erase(account);
            return true;
        });
        chronicle.erased(new Chronicle.Deed(account, actor, done.by(), microsSince(begin)));
        ledger.erased(account);
        recent.forget(account);
        bells.ringAll(account);
    }
}
