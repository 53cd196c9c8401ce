package org.posthouse.store.log;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.CareReport;
import org.posthouse.api.store.CareWatch;
import org.posthouse.api.store.StoreCare;
import org.posthouse.api.store.StoreStats;
import org.posthouse.lib.store.Round;

/** Looks after the store, shard by shard, beside the mail. Safe for threads. */
final class LogCare implements StoreCare {
    private final Opened opened;
    private final BooleanSupplier closed;

    /** The store, once it is open. */
    @FunctionalInterface
    interface Opened {
        OpenStore get() throws MailException;
    }

    /** @param closed whether the store is being closed, which ends all work */
    LogCare(Opened opened, BooleanSupplier closed) {
        this.opened = opened;
        this.closed = closed;
    }

    @Override
    public StoreStats stats() throws MailException {
        return new Figures(opened.get()).stats();
    }

    @Override
    public CareReport check(Optional<AccountId> account, boolean repair, CareWatch watch) throws MailException {
        OpenStore store = opened.get();
        return Round.run(watch, closed, round -> {
            if (account.isPresent()) {
                Shard shard = store.shard(account.get());
                Optional<Line> line = shard.directory().find(account.get());
                if (line.isPresent()) {
                    new AccountCheck(shard, line.get(), round, repair).run(Set.of());
                }
                return;
            }
            for (Shard shard : store.shards()) {
                new ShardCheck(shard, round, repair).run();
                RecordsCheck records = new RecordsCheck(shard, round, repair);
                records.run();
                for (Line line : List.copyOf(shard.directory().lines())) {
                    new AccountCheck(shard, line, round, repair).run(records.places());
                }
                records.putAside();
                shard.missing().check(round, repair);
            }
            if (round.allMended()) {
                store.settle();
            }
        });
    }

    @Override
    public CareReport recount(AccountId account, CareWatch watch) throws MailException {
        Shard shard = opened.get().shard(account);
        Optional<Line> line = shard.directory().find(account);
        return Round.run(watch, closed, round -> {
            if (line.isPresent()) {
                new AccountCheck(shard, line.get(), round, true).recount();
            }
        });
    }

    @Override
    public CareReport rebuild(AccountId account, CareWatch watch) throws MailException {
        Shard shard = opened.get().shard(account);
        return Round.run(
                watch, closed, round -> new Rebuilding(shard, shard.directory().line(account), round).run());
    }

    @Override
    public CareReport compact(CareWatch watch) throws MailException {
        OpenStore store = opened.get();
        return Round.run(watch, closed, round -> {
            for (Shard shard : store.shards()) {
                new Squeeze(shard, round).run();
            }
        });
    }
}
