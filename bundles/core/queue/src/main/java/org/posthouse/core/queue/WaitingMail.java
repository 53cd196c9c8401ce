package org.posthouse.core.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.posthouse.api.account.Account;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.route.Route;
import org.posthouse.api.route.Router;
import org.posthouse.api.store.MailRoom;
import org.posthouse.core.queue.spool.End;
import org.posthouse.core.queue.spool.Item;
import org.posthouse.core.queue.spool.Progress;
import org.posthouse.core.queue.spool.Spool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells who keeps room in mailboxes what waits for which of them: all of it once somebody keeps room, and a mail again whenever something
 * has become of its recipients. Who has it already needs no room. On a thread of its own, which ends while there is nothing to tell.
 */
final class WaitingMail implements Spool.Observer, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WaitingMail.class);
    /** What changes within this time is told together. */
    private static final Duration TOGETHER = Duration.ofMillis(100);
    /** The directory may open later than we do. */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Spool spool;
    private final Supplier<Optional<Router>> router;
    private final Set<Item> untold = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean expected = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor accountant;
    private volatile Optional<MailRoom> room = Optional.empty();

    WaitingMail(Spool spool, Supplier<Optional<Router>> router) {
        this.spool = spool;
        this.router = router;
        accountant = new ScheduledThreadPoolExecutor(
                1, task -> new Thread(task, "posthouse-queue-room-1"), new ThreadPoolExecutor.DiscardPolicy());
        accountant.setKeepAliveTime(5, TimeUnit.SECONDS);
        accountant.allowCoreThreadTimeOut(true);
        spool.observe(this);
    }

    /** From now on somebody keeps room, or nobody does. */
    void keep(Optional<MailRoom> present) {
        room = present;
        untold.clear();
        tellAll();
    }

    /** Of all mail that waits: it may lead elsewhere now. */
    void tellAll() {
        if (room.isPresent()) {
            untold.addAll(spool.items());
            accountant.execute(this::catchUp);
        }
    }

    @Override
    public void changed(Item item) {
        if (room.isPresent()) {
            untold.add(item);
            soon(TOGETHER);
        }
    }

    @Override
    public void gone(Item item) {
        untold.remove(item);
        room.ifPresent(present -> present.release(item.id()));
    }

    private void soon(Duration pause) {
        if (expected.compareAndSet(false, true)) {
            var unused = accountant.schedule(this::catchUp, pause.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** On the accountant's thread alone, so that the last word on a mail is what is so. */
    private void catchUp() {
        expected.set(false);
        Optional<MailRoom> present = room;
        Optional<Router> guide = router.get();
        if (present.isEmpty() || guide.isEmpty()) {
            return;
        }
        Directions directions = new Directions(guide.get());
        boolean complete = true;
        for (Item item : List.copyOf(untold)) {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            complete &= tell(item, present.get(), directions);
        }
        if (!complete) {
            soon(AGAIN);
        }
    }

    /** False if that cannot be found out now. */
    private boolean tell(Item item, MailRoom present, Directions directions) {
        // Before it is looked at: what changes from now on is told once more.
        untold.remove(item);
        try {
            present.restore(item.id(), mailboxes(item, directions), item.size());
        } catch (MailException e) {
            LOG.debug("{} cannot be routed now: what room it needs is told later", item.id(), e);
            untold.add(item);
        }
        if (item.removed()) {
            gone(item);
            return true;
        }
        return !untold.contains(item);
    }

    /** Where it may still come to, each as often as it will: what leads to one account by several recipients comes there by each. */
    private static List<Account> mailboxes(Item item, Directions directions) throws MailException {
        List<Account> accounts = new ArrayList<>();
        for (Progress recipient : item.recipients()) {
            if (recipient.phase().undecided()) {
                Set<Address> settled =
                        recipient.ends().stream().map(End::address).collect(Collectors.toUnmodifiableSet());
                for (Route.Mailbox mailbox : directions.mailboxes(recipient.address())) {
                    if (!settled.contains(mailbox.address())) {
                        accounts.add(mailbox.account());
                    }
                }
            }
        }
        return accounts;
    }

    /** Where addresses lead, each asked for once. */
    private static final class Directions {
        private final Router router;
        private final Map<Address, List<Route.Mailbox>> known = new HashMap<>();

        Directions(Router router) {
            this.router = router;
        }

        List<Route.Mailbox> mailboxes(Address address) throws MailException {
            List<Route.Mailbox> before = known.get(address);
            if (before != null) {
                return before;
            }
            List<Route.Mailbox> found = router.ours(address.domain()) ? resolved(address) : List.of();
            known.put(address, found);
            return found;
        }

        private List<Route.Mailbox> resolved(Address address) throws MailException {
            return router.resolve(address).stream()
                    .filter(Route.Mailbox.class::isInstance)
                    .map(Route.Mailbox.class::cast)
                    .toList();
        }
    }

    @Override
    public void close() {
        accountant.shutdownNow();
    }
}
