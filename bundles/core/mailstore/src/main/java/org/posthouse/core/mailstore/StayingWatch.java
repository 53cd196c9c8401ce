package org.posthouse.core.mailstore;

import org.posthouse.api.mail.MailException;
import org.posthouse.api.plugin.Occupant;
import org.posthouse.api.store.CareWatch;
import org.posthouse.api.store.Flaw;
import org.posthouse.spi.store.StoreBackend;

/** Watches for another, and ends the work when the store's version is asked to go. For one thread. */
final class StayingWatch implements CareWatch {
    private final Occupant<StoreBackend> store;
    private final CareWatch watch;
    private boolean brokenOff;
    private String last = "nothing was done yet";

    StayingWatch(Occupant<StoreBackend> store, CareWatch watch) {
        this.store = store;
        this.watch = watch;
    }

    @Override
    public boolean on(long done, long of, String what) {
        last = done + " of " + of + " " + what;
        brokenOff |= store.leaving();
        return !brokenOff && watch.on(done, of, what);
    }

    @Override
    public void found(Flaw flaw) {
        watch.found(flaw);
    }

    /** Whether it has ended the work. */
    boolean brokenOff() {
        return brokenOff;
    }

    /** What the caller is told then. */
    MailException left() {
        return MailException.notNow("the store was replaced meanwhile (" + last + "); give the command again");
    }
}
