package org.posthouse.lib.guard;

import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.posthouse.api.plugin.Breaker;
import org.posthouse.api.plugin.Breaker.State;
import org.posthouse.api.plugin.GoneException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before one version of a plug-in and makes the calls into it, on threads of its own, so that it can hold up nobody for longer
 * than its deadline, has no more than its places, and is not called while it fails. Holds nothing of the plug-in.
 */
public final class Guard {
    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);
    private static final long QUICK = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long SLOW = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long BETWEEN_COMPLAINTS = TimeUnit.SECONDS.toNanos(10);

    private final Name name;
    private final Staff staff;
    private final Circuit circuit;
    private final Places places;
    private final Tally tally = new Tally();
    private final ExecutorService threads;
    private final AtomicInteger lent = new AtomicInteger();
    private final AtomicLong complained = new AtomicLong(System.nanoTime() - BETWEEN_COMPLAINTS);
    /** Average of what calls took; a new version has to show first that it is quick. */
    private final AtomicLong average = new AtomicLong(2 * QUICK);

    /** Whom it stands before. */
    record Name(String plugin, String component, String version) {}

    /**
     * What all guards of one house share.
     *
     * @param limits as they are now
     * @param answers which failures are an answer, and no sign of trouble
     * @param watch looks at each passage until it ends
     */
    record Staff(
            Supplier<GuardLimits> limits,
            Predicate<Throwable> answers,
            Clock clock,
            ThreadFactory threads,
            Watch watch) {}

    /** Whether a call has come back. */
    private volatile boolean proven;

    private volatile boolean retired;
    private volatile boolean closed;

    /** @param asked so many places the plug-in would have */
    Guard(Name name, int asked, Staff staff) {
        this.name = name;
        this.staff = staff;
        this.circuit = new Circuit(staff.limits(), staff.clock(), this::tell);
        // Who asks for places waits for others, which may be slow from the start.
        this.places = new Places(
                Math.max(Places.FIRST, asked),
                () -> Math.max(limits().places(), Math.min(asked, limits().mostPlaces())));
        // Bounded by the places: a thread that was given up keeps its own.
        this.threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 20, TimeUnit.SECONDS, new SynchronousQueue<>(), staff.threads());
    }

    GuardLimits limits() {
        return staff.limits().get();
    }

    /**
     * Makes the call on a thread of the guard's own.
     *
     * @param kind each kind of call fails for itself: that one does well says nothing of another
     * @throws NotCalledException if it was not made
     * @throws GoneException if it was not made, as this guard has left with its version: ask for that of the version in charge
     * @throws OverdueException if there is no answer yet at the deadline
     */
    public <R> R call(String kind, Callable<R> work) throws Exception {
        return elsewhere(admit(kind), work);
    }

    /**
     * The same for what takes a moment and reads little. While the plug-in is quick, a few such calls at a time are made on the caller's
     * own thread, watched: who hangs there is interrupted at the deadline, and only who ignores that holds up its caller.
     */
    public <R> R brief(String kind, Callable<R> work) throws Exception {
        Ticket ticket = admit(kind);
        boolean quick = average.get() < QUICK;
        if (!quick || !lends(Circuit.MOST_LOST) || !places.tryEnter()) {
            return elsewhere(ticket, work);
        }
        return onLoan(ticket, Passage.UNHEARD, work);
    }

    private <R> R onLoan(Ticket ticket, Runnable lost, Callable<R> work) throws Exception {
        lent.incrementAndGet();
        try {
            return inside(ticket, lost, work);
        } finally {
            lent.decrementAndGet();
        }
    }

    /**
     * The same for what may take its time. While the plug-in does well, so many such calls at a time are made on the caller's own thread,
     * as in {@link #brief}.
     */
    public <R> R lent(Loan loan, String kind, Callable<R> work) throws Exception {
        Ticket ticket = admit(kind);
        if (!proven || average.get() >= SLOW || !lends(loan.most()) || !places.tryEnter()) {
            return elsewhere(ticket, work);
        }
        return onLoan(ticket, loan.lost(), work);
    }

    /**
     * The same, always on the caller's own thread: for callers who have threads to lose. So many at a time; who hangs is interrupted at the
     * deadline, and while many do nobody else is let in.
     */
    public <R> R here(String kind, Callable<R> work) throws Exception {
        Ticket ticket = admit(kind);
        if (!places.tryEnter()) {
            waitForPlace(ticket);
        }
        return inside(ticket, Passage.UNHEARD, work);
    }

    private <R> R inside(Ticket ticket, Runnable lost, Callable<R> work) throws Exception {
        Passage passage = new Passage(this, ticket, lost, System.nanoTime());
        staff.watch().add(passage);
        return made(passage, work);
    }

    private boolean lends(int most) {
        return lent.get() < most && circuit.state() == State.CLOSED && circuit.lostNone();
    }

    private <R> R elsewhere(Ticket ticket, Callable<R> work) throws Exception {
        if (!places.tryEnter()) {
            waitForPlace(ticket);
        }
        Errand<R> errand = new Errand<>(ticket, work);
        try {
            threads.execute(errand);
        } catch (RejectedExecutionException e) {
            places.leave(true);
            circuit.undecided(ticket);
            if (retired) {
                throw new GoneException(name.plugin(), name.version());
            }
            throw new NotCalledException("the server is ending");
        }
        return errand.result();
    }

    private Ticket admit(String kind) throws NotCalledException {
        return circuit.admit(kind)
                .orElseThrow(() -> new NotCalledException(breaker().reason()));
    }

    private void waitForPlace(Ticket ticket) throws InterruptedException, NotCalledException {
        GuardLimits now = limits();
        boolean entered = false;
        try {
            entered = places.enter(
                    ticket.deadline(now).toNanos(), now.patience().toNanos(), () -> circuit.counts(ticket));
        } finally {
            if (!entered) {
                circuit.undecided(ticket);
            }
        }
        if (!entered) {
            String reason = breaker().reason();
            throw new NotCalledException(reason.isEmpty() ? "too many calls are in it" : reason);
        }
    }

    /** Makes the call on this thread, and sees to what comes of it. */
    private <R> R made(Passage passage, Callable<R> work) throws Exception {
        try {
            R result = work.call();
            passage.passed(System.nanoTime());
            return result;
        } catch (GoneException e) {
            passage.undecided(System.nanoTime());
            throw e;
        } catch (InterruptedException e) {
            if (!closed && !passage.disturbed()) {
                throw failed(passage, e);
            }
            if (passage.undecided(System.nanoTime())) {
                throw overdue(passage.ticket());
            }
            throw e;
        } catch (Exception | Error e) {
            if (staff.answers().test(e)) {
                passage.passed(System.nanoTime());
            } else {
                passage.failed(System.nanoTime(), Failure.words(e));
            }
            throw e;
        } catch (Throwable e) {
            throw failed(passage, e);
        } finally {
            staff.watch().remove(passage);
        }
    }

    /** It threw what looks like ours, or like nothing Java knows. */
    private static FailedException failed(Passage passage, Throwable thrown) {
        FailedException failed = FailedException.of(thrown);
        passage.failed(System.nanoTime(), Failure.words(failed));
        return failed;
    }

    private OverdueException overdue(Ticket ticket) {
        return new OverdueException(
                "no answer within " + ticket.deadline(limits()).toMillis() + " ms");
    }

    void passed(Ticket ticket) {
        circuit.passed(ticket);
    }

    void failed(Ticket ticket, String why) {
        circuit.failed(ticket, why);
    }

    void undecided(Ticket ticket) {
        circuit.undecided(ticket);
    }

    /** A call is interrupted now. */
    void late() {
        places.late();
    }

    /** A call does not come back; it keeps its place until it does. */
    void lost() {
        circuit.lost();
        LOG.warn("{} {}: a thread did not come back and is given up", name.plugin(), name.version());
    }

    /** A call has come back; from the lost, if it had been given up. */
    void back(long nanos, boolean fromTheLost) {
        tally.add(TimeUnit.NANOSECONDS.toMicros(nanos));
        if (!fromTheLost && !proven) {
            proven = true;
        }
        average.updateAndGet(before -> before + (nanos - before) / 8);
        if (fromTheLost) {
            circuit.found();
        }
        places.leave(nanos < limits().deadline().toNanos());
    }

    private void tell(Circuit turned) {
        Circuit.Facts now = turned.facts();
        switch (now.state()) {
            case CLOSED -> LOG.info("{} {}: it does well again, its breaker is closed", name.plugin(), name.version());
            case OUT ->
                LOG.error(
                        "{} {}: it is out until its threads are back, or it is replaced or started anew; {} did not come back: {}",
                        name.plugin(),
                        name.version(),
                        now.lost(),
                        now.lastFailure());
            default -> LOG.warn("{} {}: its breaker is open: {}", name.plugin(), name.version(), now.lastFailure());
        }
    }

    /** Whether a failure of it is to be logged: not more often than every ten seconds. */
    public boolean complains() {
        long now = System.nanoTime();
        long last = complained.get();
        return now - last >= BETWEEN_COMPLAINTS && complained.compareAndSet(last, now);
    }

    /** How it fares. */
    public Breaker breaker() {
        Circuit.Facts facts = circuit.facts();
        return new Breaker(
                name.plugin(),
                name.component(),
                name.version(),
                facts.state(),
                facts.since(),
                facts.nextTry(),
                tally.count(),
                facts.failures(),
                facts.lastFailure(),
                facts.lost(),
                tally.micros(0.5),
                tally.micros(0.99));
    }

    /** Whether nobody is in it, but those who are lost. */
    boolean deserted() {
        return places.inside() <= circuit.facts().lost();
    }

    /** No call any more; those under way go on to their ends. */
    void retire() {
        retired = true;
        threads.shutdown();
    }

    /** No call any more; its threads end, or are interrupted and left to themselves. */
    void end() {
        closed = true;
        threads.shutdownNow();
    }

    /** A call on a thread of the guard's. */
    private final class Errand<R> implements Runnable {
        private final Ticket ticket;
        private final Callable<R> work;
        private final Answer<R> answer = new Answer<>();

        Errand(Ticket ticket, Callable<R> work) {
            this.ticket = ticket;
            this.work = work;
        }

        @Override
        public void run() {
            Passage passage = new Passage(Guard.this, ticket, Passage.UNHEARD, System.nanoTime());
            staff.watch().add(passage);
            answer.begun(passage);
            try {
                answer.give(made(passage, work));
            } catch (Exception | Error e) {
                answer.fail(e);
            }
        }

        R result() throws Exception {
            if (!answer.await(ticket.deadline(limits()))) {
                throw overdue(ticket);
            }
            return answer.get();
        }
    }
}
