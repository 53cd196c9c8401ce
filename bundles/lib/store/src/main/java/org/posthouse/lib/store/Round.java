package org.posthouse.lib.store;

import java.util.function.BooleanSupplier;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.CareReport;
import org.posthouse.api.store.CareWatch;
import org.posthouse.api.store.Flaw;

/**
 * A piece of care that is under way: counts what was done, tells who watches, and ends it when he says so or the store closes. For one
 * thread.
 */
public final class Round {
    /** So often it tells at least. */
    private static final int STRIDE = 64;

    private final CareWatch watch;
    private final BooleanSupplier closed;
    private String what = "";
    private long of;
    private long done;
    private long count;
    private long octets;
    private long flaws;
    private boolean left;

    /** Who watches has had enough. */
    public static final class EndedException extends Exception {
        private static final long serialVersionUID = 1;
    }

    /** A piece of care. */
    @FunctionalInterface
    public interface Care {
        void run(Round round) throws MailException, EndedException;
    }

    private Round(CareWatch watch, BooleanSupplier closed) {
        this.watch = watch;
        this.closed = closed;
    }

    /** Runs it; what was done, which is a part if who watches has ended it. */
    public static CareReport run(CareWatch watch, BooleanSupplier closed, Care care) throws MailException {
        Round round = new Round(watch, closed);
        try {
            care.run(round);
        } catch (EndedException ended) {
            return round.report();
        }
        return round.report();
    }

    /** A part begins of which so much is to be done. */
    public void begin(long toDo, String phrase) throws MailException, EndedException {
        done = 0;
        of = toDo;
        what = phrase;
        tell();
    }

    /** One more, which does not count for the report. */
    public void step() throws MailException, EndedException {
        if (++done % STRIDE == 0) {
            tell();
        }
    }

    /** One more of so many octets. */
    public void step(long size) throws MailException, EndedException {
        count++;
        octets += size;
        step();
    }

    /** So much is done of the part. */
    public void reach(long mark) throws MailException, EndedException {
        done = mark;
        tell();
    }

    private void tell() throws MailException, EndedException {
        if (closed.getAsBoolean()) {
            throw Failures.notNow("The store is closing");
        }
        if (!watch.on(done, Math.max(of, done), what)) {
            throw new EndedException();
        }
    }

    /** For the report alone. */
    public void count(CareReport more) {
        count += more.count();
        octets += more.octets();
    }

    public void found(Flaw flaw) {
        flaws++;
        left |= !flaw.mended();
        watch.found(flaw);
    }

    /** Whether nothing that was found so far is left as it was. */
    public boolean allMended() {
        return !left;
    }

    /** How much was found so far. */
    public long flaws() {
        return flaws;
    }

    private CareReport report() {
        return new CareReport(count, octets);
    }
}
