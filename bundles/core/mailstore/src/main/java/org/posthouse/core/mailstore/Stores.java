package org.posthouse.core.mailstore;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    private final KeptBy keptBy;
    private final Supplier<String> setting;
    private final ExecutorService opener =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "posthouse-mailstore-1"));
    private volatile boolean begun;

    /** A call into a store. */
    @FunctionalInterface
    interface Call<T> {
        T on(StoreBackend store) throws MailException;
    }

    /**
     * Tells when a store has come, gone, or been replaced.
     *
     * @param setting says which plug-in is to keep the mail of a new home; empty: no wish
     */
    Stores(Seats seats, KeptBy keptBy, Supplier<String> setting, Runnable changed) {
        this(seats, keptBy, setting, changed, LIMITS);
    }

    Stores(Seats seats, KeptBy keptBy, Supplier<String> setting, Runnable changed, GuardLimits limits) {
        this.keptBy = keptBy;
        this.setting = setting;
        // What a store says is an answer, also that its disk is full.
        guards = new Guards("store-guard", () -> limits, MailException.class::isInstance, Clock.systemUTC());
        row = seats.open(StoreBackend.class, seat -> {
            guards.changed(seat);
            changed.run();
            openEarly();
        });
        begun = true;
        openEarly();
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
                throw away(seat);
            }
            try (Occupant<StoreBackend> occupant = pinned.get()) {
                try {
                    return new Said<>(
                            guarded(guards.of(seat, occupant), occupant, store -> {
                                keptBy.founded().require(occupant.plugin(), store);
                                return call.on(store);
                            }),
                            Edition.of(occupant));
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
        Seat<StoreBackend> seat = inCharge();
        return seat.pin(GRACE).orElseThrow(() -> away(seat));
    }

    /** Fails while the store that was made for this home is missing, and says what to do. */
    void require(String plugin, StoreBackend store) throws MailException {
        try {
            keptBy.founded().require(plugin, store);
        } catch (MailException failure) {
            throw keptBy.founded()
                    .missing()
                    .map(told -> MailException.notNow(told, failure))
                    .orElse(failure);
        }
    }

    /** One that is switched off is away for longer than a moment. */
    private static MailException away(Seat<StoreBackend> seat) {
        return MailException.notNow(seat.expected() ? "The store is away for a moment" : "The store is away");
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

    /** Once it is settled who keeps the mail, nobody else is asked. */
    private Seat<StoreBackend> inCharge() throws MailException {
        if (keptBy.trouble().isPresent()) {
            throw MailException.notNow("It is not known which store keeps the mail");
        }
        Seat<StoreBackend> seat = find(keptBy.wanted(setting.get()))
                .orElseThrow(() -> MailException.notNow("The store that is to keep the mail is not there"));
        keptBy.settle(seat.plugin());
        return seat;
    }

    /** By its whole name if one is called so; a part of it means ours first. */
    private Optional<Seat<StoreBackend>> find(String name) {
        List<Seat<StoreBackend>> seats = row.seats();
        return Stream.of(name, KeptBy.OURS + name)
                .flatMap(whole -> seats.stream().filter(seat -> seat.plugin().equals(whole)))
                .findFirst()
                .or(() -> seats.stream()
                        .filter(seat -> KeptBy.isCalled(seat.plugin(), name))
                        .findFirst());
    }

    /** The one that keeps the mail opens at once, not with the first call that needs it. */
    private void openEarly() {
        if (begun && !opener.isShutdown()) {
            opener.execute(() -> {
                try {
                    Seat<StoreBackend> seat = inCharge();
                    if (seat.filled()) {
                        call(store -> {
                            store.open();
                            return true;
                        });
                    }
                } catch (MailException failure) {
                    LOG.debug("the store is not open yet", failure);
                }
            });
        }
    }

    /** What is wrong with this store to keep the mail, were it set; empty if nothing is, or no name is given. */
    Optional<String> complaint(String name) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> settled = keptBy.settled();
        if (settled.isPresent() && !KeptBy.isCalled(settled.get(), name)) {
            return Optional.of("the mail of this home is in " + settled.get() + ", and nothing would move it to " + name
                    + ". If that is to begin with empty mailboxes: " + keptBy.secondStep());
        }
        return find(name).isPresent() ? Optional.empty() : Optional.of("there is no store " + name + others());
    }

    private String others() {
        String there =
                row.seats().stream().map(Seat::plugin).distinct().sorted().collect(Collectors.joining(", "));
        return there.isEmpty() ? ", nor any other" : "; there are: " + there;
    }

    /** What keeps the mail from being reached, or from being where a setting wants it; for an administrator. */
    List<String> troubles() {
        if (keptBy.trouble().isPresent()) {
            return List.of("mailboxes: " + keptBy.trouble().get());
        }
        List<String> troubles = new ArrayList<>();
        String name = keptBy.wanted(setting.get());
        Optional<Seat<StoreBackend>> seat = find(name);
        if (seat.isEmpty()) {
            troubles.add("mailboxes: there is no store " + name + others());
        } else if (!seat.get().filled()) {
            troubles.add("mailboxes: the mail is in " + seat.get().plugin() + ", which does not run");
        }
        Optional<String> missing = keptBy.founded().missing();
        if (missing.isPresent()) {
            troubles.add("mailboxes: " + missing.get());
            // It may be there by the next time that somebody asks.
            openEarly();
        }
        if (!setting.get().isEmpty() && !KeptBy.isCalled(name, setting.get())) {
            troubles.add(
                    "mailboxes: the setting store is " + setting.get() + ", but the mail of this home is in " + name
                            + ", which goes on keeping it. Set store to that, or to nothing; or, for empty mailboxes, "
                            + keptBy.secondStep());
        }
        return troubles;
    }

    private static boolean open(Kind kind) {
        return kind == Kind.RETRY || kind == Kind.UNKNOWN;
    }

    @Override
    public void close() {
        opener.shutdownNow();
        row.close();
        guards.close();
    }
}
