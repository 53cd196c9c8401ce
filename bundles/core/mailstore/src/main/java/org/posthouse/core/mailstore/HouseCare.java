package org.posthouse.core.mailstore;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.MailException.Kind;
import org.posthouse.api.mail.Status;
import org.posthouse.api.plugin.GoneException;
import org.posthouse.api.plugin.Occupant;
import org.posthouse.api.store.CareReport;
import org.posthouse.api.store.CareWatch;
import org.posthouse.api.store.StoreCare;
import org.posthouse.api.store.StoreStats;
import org.posthouse.spi.store.StoreBackend;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the store in charge, one piece of work at a time. Nothing times that, for it is long by right; a version that is asked to go
 * is not kept waiting.
 */
final class HouseCare implements StoreCare {
    private static final Logger LOG = LoggerFactory.getLogger(HouseCare.class);
    private static final Status UNABLE = new Status(5, 3, 3);

    private final Stores stores;
    private final AtomicBoolean busy = new AtomicBoolean();

    HouseCare(Stores stores) {
        this.stores = stores;
    }

    /** What is asked of the store's own. */
    @FunctionalInterface
    private interface Work<T> {
        T on(StoreCare care) throws MailException;
    }

    /** The same, watched. */
    @FunctionalInterface
    private interface Watched {
        CareReport on(StoreCare care, CareWatch watch) throws MailException;
    }

    @Override
    public StoreStats stats() throws MailException {
        try (Occupant<StoreBackend> store = stores.pinned()) {
            StoreStats stats = call(store, StoreCare::stats);
            return stats.of(store.plugin() + " " + store.version());
        } catch (GoneException gone) {
            throw MailException.notNow("The store is away for a moment", gone);
        }
    }

    @Override
    public CareReport check(Optional<AccountId> account, boolean repair, CareWatch watch) throws MailException {
        return alone(watch, (care, watched) -> care.check(account, repair, watched));
    }

    @Override
    public CareReport recount(AccountId account, CareWatch watch) throws MailException {
        return alone(watch, (care, watched) -> care.recount(account, watched));
    }

    @Override
    public CareReport rebuild(AccountId account, CareWatch watch) throws MailException {
        return alone(watch, (care, watched) -> care.rebuild(account, watched));
    }

    @Override
    public CareReport compact(CareWatch watch) throws MailException {
        return alone(watch, StoreCare::compact);
    }

    private CareReport alone(CareWatch watch, Watched work) throws MailException {
        if (!busy.compareAndSet(false, true)) {
            throw MailException.notNow("the store is being looked after by another command; wait for its end");
        }
        try (Occupant<StoreBackend> store = stores.pinned()) {
            StayingWatch staying = new StayingWatch(store, watch);
            try {
                CareReport report = call(store, care -> work.on(care, staying));
                if (staying.brokenOff()) {
                    throw staying.left();
                }
                return report;
            } catch (GoneException gone) {
                throw staying.left();
            } catch (MailException failure) {
                throw store.leaving() ? staying.left() : failure;
            }
        } finally {
            busy.set(false);
        }
    }

    private <T> T call(Occupant<StoreBackend> store, Work<T> work) throws MailException, GoneException {
        try {
            return store.call(backend -> {
                stores.require(store.plugin(), backend);
                return work.on(backend.care().orElseThrow(() -> unable(store)));
            });
        } catch (RuntimeException | Error failure) {
            LOG.warn("{} {} failed", store.plugin(), store.version(), failure);
            throw new MailException(
                    Kind.UNKNOWN, Status.NOT_NOW, "the store has failed; log/posthouse.log says how", failure);
        }
    }

    private static MailException unable(Occupant<StoreBackend> store) {
        return new MailException(
                Kind.PERMANENT,
                UNABLE,
                "the store " + store.plugin() + " looks after itself: it has none of these commands");
    }
}
