package org.posthouse.core.mailstore;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.MailException.Kind;
import org.posthouse.api.mail.Status;
import org.posthouse.api.plugin.Breaker;
import org.posthouse.api.plugin.Edition;
import org.posthouse.api.plugin.GoneException;
import org.posthouse.api.plugin.Occupant;
import org.posthouse.api.plugin.Seat;
import org.posthouse.api.plugin.SeatRow;
import org.posthouse.api.plugin.Seats;
import org.posthouse.lib.guard.Guard;
import org.posthouse.lib.guard.GuardLimits;
import org.posthouse.lib.guard.Guards;
import org.posthouse.lib.guard.NotCalledException;
import org.posthouse.lib.guard.OverdueException;
import org.posthouse.spi.store.StoreBackend;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls into the store, whichever version is in its seat. A call that finds its version gone is made to the next one; so is one that a
 * leaving version has put off, as it has changed nothing, or carries an operation id.
 */
final class Stores implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Stores.class);
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final int ATTEMPTS = 3;

    /**
     * Fewer places than conversations have threads: while a store hangs, mail is taken in and other things are done by those that are
     * left. Some calls take long by right, such as those that erase an account.
     */
    private static final GuardLimits LIMITS = new GuardLimits(
            Duration.ofMinutes(10), Duration.ofSeconds(20), 24, 24, 5, Duration.ofSeconds(5), Duration.ofMinutes(1));

    private final Guards guards;
    private final SeatRow<StoreBackend> row;
    private final Supplier<String> wanted;
    /** The seat that has kept the mail so far; empty: none yet. */
    private volatile Keeper inCharge = new Keeper("", "");

    /** A call into a store. */
    @FunctionalInterface
    interface Call<T> {
        T on(StoreBackend store) throws MailException;
    }

    /**
     * Tells when the store has come, gone, or been replaced.
     *
     * @param wanted says which plug-in is to keep the mail; empty: the one that was there first
     */
    Stores(Seats seats, Supplier<String> wanted, Runnable changed) {
        this(seats, wanted, changed, LIMITS);
    }

    Stores(Seats seats, Supplier<String> wanted, Runnable changed, GuardLimits limits) {
        this.wanted = wanted;
        // What a store says is an answer, also that its disk is full.
        guards = new Guards("store-guard", () -> limits, MailException.class::isInstance, Clock.systemUTC());
        row = seats.open(StoreBackend.class, seat -> {
            guards.changed(seat);
            changed.run();
        });
    }

    /** What a store said, and which edition of it. */
    record Said<T>(T value, Edition by) {}

    <T> T call(Call<T> call) throws MailException {
        return ask(call).value();
    }

    <T> Said<T> ask(Call<T> call) throws MailException {
        Seat<StoreBackend> seat = inCharge();
        for (int attempt = 1; ; attempt++) {
            Optional<Occupant<StoreBackend>> pinned = seat.pin(GRACE);
            if (pinned.isEmpty()) {
                throw MailException.notNow("The store is away for a moment");
            }
            try (Occupant<StoreBackend> occupant = pinned.get()) {
                try {
                    return new Said<>(guarded(guards.of(seat, occupant), occupant, call), Edition.of(occupant));
                } catch (GoneException gone) {
                    if (attempt == ATTEMPTS) {
                        throw MailException.notNow("The store is away for a moment", gone);
                    }
                } catch (MailException failure) {
                    if (attempt == ATTEMPTS || !occupant.leaving() || !open(failure.kind())) {
                        throw failure;
                    }
                }
            }
        }
    }

    /** The store in charge, for work that may take long: nothing times it. The caller closes it, soon when it is asked to go. */
    Occupant<StoreBackend> pinned() throws MailException {
        return inCharge().pin(GRACE).orElseThrow(() -> MailException.notNow("The store is away for a moment"));
    }

    private static <T> T guarded(Guard guard, Occupant<StoreBackend> store, Call<T> call)
            throws MailException, GoneException {
        try {
            return guard.here("call", () -> store.call(call::on));
        } catch (GoneException | MailException e) {
            throw e;
        } catch (NotCalledException e) {
            throw MailException.notNow("The store does not answer at present", e);
        } catch (OverdueException e) {
            throw new MailException(Kind.UNKNOWN, Status.NOT_NOW, "The store does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MailException(Kind.UNKNOWN, Status.NOT_NOW, "The call was broken off", e);
        } catch (Exception | Error e) {
            if (guard.complains()) {
                LOG.warn("{} {} failed", store.plugin(), store.version(), e);
            }
            throw new MailException(Kind.UNKNOWN, Status.NOT_NOW, "The store has failed", e);
        }
    }

    List<Breaker> breakers() {
        return guards.breakers();
    }

    /** Who keeps the mail goes on keeping it for as long as there is its seat: a second store that comes does not take over. */
    private Seat<StoreBackend> inCharge() throws MailException {
        List<Seat<StoreBackend>> seats = row.seats();
        String chosen = wanted.get();
        if (!chosen.isEmpty()) {
            return seats.stream()
                    .filter(seat -> isCalled(seat, chosen))
                    .findFirst()
                    .orElseThrow(() -> MailException.notNow("The store that is to keep the mail is not there"));
        }
        for (Seat<StoreBackend> seat : seats) {
            if (inCharge.is(seat)) {
                return seat;
            }
        }
        Optional<Seat<StoreBackend>> first = seats.stream().filter(Seat::filled).findFirst();
        first.ifPresent(seat -> inCharge = new Keeper(seat.plugin(), seat.component()));
        return first.or(() -> seats.stream().findFirst()).orElseThrow(() -> MailException.notNow("There is no store"));
    }

    private static boolean isCalled(Seat<?> seat, String name) {
        return seat.plugin().equals(name) || seat.plugin().endsWith("." + name);
    }

    /** What is wrong with this store to keep the mail; empty if it is there, or any may do so. */
    Optional<String> complaint(String name) {
        List<Seat<StoreBackend>> seats = row.seats();
        if (name.isEmpty() || seats.stream().anyMatch(seat -> isCalled(seat, name))) {
            return Optional.empty();
        }
        String there = seats.stream().map(Seat::plugin).distinct().sorted().collect(Collectors.joining(", "));
        return Optional.of(
                "there is no store " + name + (there.isEmpty() ? ", nor any other" : "; there are: " + there));
    }

    /** What keeps the mail from being reached, for an administrator; nothing if a store is there. */
    List<String> troubles() {
        return complaint(wanted.get()).map(what -> "mailboxes: " + what).stream()
                .toList();
    }

    /** A seat by its name. */
    private record Keeper(String plugin, String component) {
        boolean is(Seat<?> seat) {
            return seat.plugin().equals(plugin) && seat.component().equals(component);
        }
    }

    private static boolean open(Kind kind) {
        return kind == Kind.RETRY || kind == Kind.UNKNOWN;
    }

    @Override
    public void close() {
        row.close();
        guards.close();
    }
}
