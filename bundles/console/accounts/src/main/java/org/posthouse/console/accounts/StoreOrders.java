package org.posthouse.console.accounts;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.posthouse.api.account.Account;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.CareReport;
import org.posthouse.api.store.CareWatch;
import org.posthouse.api.store.Flaw;
import org.posthouse.lib.page.Words;
import org.posthouse.spi.console.Said;
import org.posthouse.spi.console.Visit;

/** Cares for what is kept, for as long as somebody waits for the answer; the next order goes on from there. */
final class StoreOrders {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final House house;
    private final Clock clock;

    StoreOrders(House house, Clock clock) {
        this.house = house;
        this.clock = clock;
    }

    /** Gives back room. */
    Said compact() throws MailException {
        Watch watch = new Watch(clock.instant().plus(PATIENCE));
        CareReport report = house.store().care().compact(watch);
        return Said.done(Words.size(report.octets()) + " given back"
                + (report.count() == 1 ? " in 1 file" : report.count() > 1 ? " in " + report.count() + " files" : "")
                + (watch.late ? "; there is more to do, begin it again." : "."));
    }

    /** Counts what an account has. */
    Said recount(Visit visit) throws MailException {
        Account account = house.account(Typed.address(visit.parameter("id")));
        Watch watch = new Watch(clock.instant().plus(PATIENCE));
        CareReport report = house.store().care().recount(account.id(), watch);
        String counted = account.address() + " has " + report.count()
                + (report.count() == 1 ? " message, " : " messages, ") + Words.size(report.octets());
        if (watch.late) {
            return Said.notDone("It takes longer than anybody waits here: 'posthouse store recount " + account.address()
                            + "' does it.")
                    .then(AccountOrders.at(account.address()));
        }
        return Said.done(counted
                        + (watch.flaws == 0 ? ", as was known." : "; what was known was wrong, and is right now."))
                .then(AccountOrders.at(account.address()));
    }

    /** Counts flaws, and ends the work in time. */
    private final class Watch implements CareWatch {
        private final Instant end;
        private volatile boolean late;
        private volatile int flaws;

        private Watch(Instant end) {
            this.end = end;
        }

        @Override
        public boolean on(long done, long of, String what) {
            late |= clock.instant().isAfter(end);
            return !late;
        }

        @Override
        public synchronized void found(Flaw flaw) {
            flaws++;
        }
    }
}
