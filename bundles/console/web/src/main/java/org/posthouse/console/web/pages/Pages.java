package org.posthouse.console.web.pages;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.plugin.Breaker;
import org.posthouse.api.plugin.Breakers;
import org.posthouse.api.plugin.GoneException;
import org.posthouse.api.plugin.Occupant;
import org.posthouse.api.plugin.Seat;
import org.posthouse.api.plugin.SeatRow;
import org.posthouse.api.plugin.Seats;
import org.posthouse.lib.guard.Foreign;
import org.posthouse.lib.guard.Guard;
import org.posthouse.lib.guard.GuardLimits;
import org.posthouse.lib.guard.Guards;
import org.posthouse.lib.guard.NotCalledException;
import org.posthouse.lib.guard.OverdueException;
import org.posthouse.spi.console.ConsolePage;
import org.posthouse.spi.console.PageFile;
import org.posthouse.spi.console.Said;
import org.posthouse.spi.console.Visit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pages there are, whichever versions are in their seats, and calls into them: on threads of their own, with a deadline. */
@Component(
        service = {Pages.class, Breakers.class},
        immediate = true)
public final class Pages implements Breakers {
    private static final Logger LOG = LoggerFactory.getLogger(Pages.class);
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final int ATTEMPTS = 3;
    private static final int UNAVAILABLE = 503;
    private static final int FAILED = 500;
    private static final int PLACES = 8;
    private static final int FAILURES = 5;

    private final Guards showing;
    private final Guards acting;
    private final SeatRow<ConsolePage> row;
    /** By seat: what its version says of itself. */
    private final Map<Seat<ConsolePage>, Known> known = new ConcurrentHashMap<>();

    private volatile Runnable changed = () -> {};

    /** What one version of a page said of itself; empty if it could not. */
    private record Known(String version, String configuration, Optional<Entry> entry) {
        boolean of(Occupant<?> occupant) {
            return version.equals(occupant.version()) && configuration.equals(occupant.configuration());
        }
    }

    /** A call into a page. */
    @FunctionalInterface
    private interface Call<R> {
        R on(ConsolePage page) throws MailException;
    }

    /** What is asked of it. */
    @FunctionalInterface
    private interface Asking<R> {
        R ask() throws MailException;
    }

    /** What it gave, or why it refused. */
    private record Answer<R>(Optional<R> value, String refusal) {}

    @Activate
    public Pages(@Reference Seats seats) {
        this(seats, limits(Duration.ofSeconds(10)), limits(Duration.ofMinutes(2)));
    }

    Pages(Seats seats, GuardLimits show, GuardLimits act) {
        showing = new Guards("page-show", () -> show, failure -> false, Clock.systemUTC());
        acting = new Guards("page-act", () -> act, failure -> false, Clock.systemUTC());
        row = seats.open(ConsolePage.class, seat -> {
            showing.changed(seat);
            acting.changed(seat);
            changed.run();
        });
    }

    static GuardLimits limits(Duration deadline) {
        return new GuardLimits(
                deadline, deadline, GuardLimits.FEW, PLACES, FAILURES, Duration.ofSeconds(5), Duration.ofMinutes(1));
    }

    @Deactivate
    public void close() {
        row.close();
        showing.close();
        acting.close();
    }

    /** Told after a page has come or gone, on the thread that did it, so be brief; one is told at a time. */
    public void whenChanged(Runnable told) {
        changed = told;
    }

    /** Those that are there now, in the menu's order. */
    public List<Entry> menu() {
        known.keySet().retainAll(row.seats());
        Map<String, Entry> found = new HashMap<>();
        for (Seat<ConsolePage> seat : row.seats()) {
            if (seat.filled()) {
                entry(seat).ifPresent(each -> found.putIfAbsent(each.path(), each));
            }
        }
        return found.values().stream().sorted(Entry.ORDER).toList();
    }

    /** One that is there, or was a moment ago. */
    public Optional<Entry> find(String path) {
        return seat(path).flatMap(this::entry);
    }

    /** The main part of a page. */
    public String show(Entry page, Visit visit) throws MailException, PageFailure {
        return call(showing, page, each -> each.show(visit));
    }

    /** A file of a page; empty: it has none of that address. */
    public Optional<PageFile> file(Entry page, Visit visit) throws MailException, PageFailure {
        return call(showing, page, each -> each.file(visit));
    }

    /** Has an order carried out. */
    public Said act(Entry page, Visit visit) throws MailException, PageFailure {
        Said said = call(acting, page, each -> each.act(visit));
        return said.deed().isPresent() ? carryOut(page, said.deed().get()) : said;
    }

    /** Nobody is in the page then, so that it may be replaced; it has been told of by a version that is there still, or was just now. */
    private Said carryOut(Entry page, Said.Deed deed) throws MailException, PageFailure {
        Seat<ConsolePage> seat = seat(page.path()).orElseThrow(() -> away(page));
        Guard guard;
        try (Occupant<ConsolePage> occupant = seat.current().orElseThrow(() -> away(page))) {
            guard = acting.of(seat, occupant);
        }
        try {
            return given(guarded(guard, page.plugin(), () -> Foreign.call(() -> answer(deed::carryOut))));
        } catch (GoneException e) {
            LOG.debug("a page has been replaced before its order was carried out", e);
            throw replaced();
        }
    }

    private static <R> R given(Answer<R> answer) throws MailException {
        return answer.value().orElseThrow(() -> MailException.notNow(answer.refusal()));
    }

    private static PageFailure away(Entry page) {
        return new PageFailure(UNAVAILABLE, "This page is away: its bundle " + page.plugin() + " does not run.");
    }

    private Optional<Seat<ConsolePage>> seat(String path) {
        return row.seats().stream()
                .filter(each ->
                        entry(each).filter(entry -> entry.path().equals(path)).isPresent())
                .findFirst();
    }

    /** What the version in charge says of itself, or the one before said, while there is none. */
    private Optional<Entry> entry(Seat<ConsolePage> seat) {
        Known last = known.getOrDefault(seat, new Known("", "", Optional.empty()));
        Optional<Occupant<ConsolePage>> current = seat.current();
        if (current.isEmpty()) {
            return last.entry();
        }
        try (Occupant<ConsolePage> occupant = current.get()) {
            if (last.of(occupant) && last.entry().isPresent()) {
                return last.entry();
            }
            Known now = new Known(occupant.version(), occupant.configuration(), introduced(seat, occupant));
            known.put(seat, now);
            return now.entry();
        }
    }

    private Optional<Entry> introduced(Seat<ConsolePage> seat, Occupant<ConsolePage> occupant) {
        Guard guard = showing.of(seat, occupant);
        try {
            return Optional.of(guard.call(
                    "introduce",
                    () -> occupant.call(page -> Foreign.call(
                            () -> new Entry(page.path(), page.title(), page.place(), occupant.plugin())))));
        } catch (GoneException e) {
            LOG.debug("a page has been replaced", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception | Error e) {
            complain(guard, occupant.plugin(), e);
        }
        return Optional.empty();
    }

    private <R> R call(Guards guards, Entry page, Call<R> call) throws MailException, PageFailure {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Optional<Seat<ConsolePage>> seat = seat(page.path());
            Optional<Occupant<ConsolePage>> pinned = seat.flatMap(each -> each.pin(GRACE));
            if (pinned.isEmpty()) {
                throw away(page);
            }
            try (Occupant<ConsolePage> occupant = pinned.get()) {
                Guard guard = guards.of(seat.get(), occupant);
                return given(guarded(
                        guard,
                        occupant.plugin(),
                        () -> occupant.call(each -> Foreign.call(() -> answer(() -> call.on(each))))));
            } catch (GoneException e) {
                LOG.debug("a page has been replaced", e);
            }
        }
        throw replaced();
    }

    private static PageFailure replaced() {
        return new PageFailure(UNAVAILABLE, "This page is being replaced: ask again in a moment.");
    }

    private static <R> Answer<R> guarded(Guard guard, String plugin, Callable<Answer<R>> work)
            throws PageFailure, GoneException {
        try {
            return guard.call("page", work);
        } catch (GoneException e) {
            throw e;
        } catch (NotCalledException e) {
            throw new PageFailure(UNAVAILABLE, "This page is not asked at present: " + e.getMessage() + ".");
        } catch (OverdueException e) {
            throw new PageFailure(UNAVAILABLE, "This page does not answer: " + e.getMessage() + ".");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PageFailure(UNAVAILABLE, "The console is being replaced: ask again in a moment.");
        } catch (Exception | Error e) {
            complain(guard, plugin, e);
            throw new PageFailure(FAILED, "This page has failed; the server's log says how.");
        }
    }

    private static <R> Answer<R> answer(Asking<R> call) {
        try {
            return new Answer<>(Optional.of(Objects.requireNonNull(call.ask())), "");
        } catch (MailException e) {
            return new Answer<>(Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    private static void complain(Guard guard, String plugin, Throwable failure) {
        if (guard.complains()) {
            LOG.warn("the page of {} {} failed", plugin, guard.breaker().version(), failure);
        }
    }

    @Override
    public List<Breaker> breakers() {
        return Stream.concat(showing.breakers().stream(), acting.breakers().stream())
                .toList();
    }
}
