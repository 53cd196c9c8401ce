package org.posthouse.core.plugins.seat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.posthouse.api.plugin.Seat;
import org.posthouse.api.plugin.SeatRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The seats of one kind, kept by listening to services as its user sees them. */
final class Row<S> implements SeatRow<S>, ServiceTrackerCustomizer<S, Candidate<S>> {
    private static final Logger LOG = LoggerFactory.getLogger(Row.class);
    private static final Comparator<Place<?>> ORDER =
            Comparator.<Place<?>>comparingInt(Row::ranking).reversed().thenComparing(Place::name);

    private static final Duration AGAIN = Duration.ofMillis(500);
    private static final Duration AGAIN_AT_LEAST_EVERY = Duration.ofSeconds(15);

    private final Class<S> type;
    private final BundleContext user;
    private final SeatBook book;
    private final Limits limits;
    private final Consumer<Seat<S>> changed;
    private final Map<SeatName, Place<S>> places = new ConcurrentHashMap<>();
    private final ServiceTracker<S, Candidate<S>> tracker;
    /** Seats known only from a service that could never be made so far. Guarded by {@code places}. */
    private final Set<SeatName> unproven = new HashSet<>();

    private volatile List<Place<S>> sorted = List.of();
    private volatile boolean closed;

    Row(Class<S> type, BundleContext user, SeatBook book, Limits limits, Consumer<Seat<S>> changed) {
        this.type = type;
        this.user = user;
        this.book = book;
        this.limits = limits;
        this.changed = changed;
        this.tracker = new ServiceTracker<>(user, type, this);
    }

    void open() {
        book.seats(type.getName())
                .forEach((name, properties) -> places.put(name, new Place<>(name, properties, book, limits)));
        sort();
        book.add(this);
        tracker.open();
    }

    @Override
    public List<Seat<S>> seats() {
        return List.copyOf(sorted);
    }

    @Override
    public Optional<Seat<S>> where(String property, String value) {
        return sorted.stream()
                .filter(each -> has(each.properties().get(property), value))
                .<Seat<S>>map(each -> each)
                .findFirst();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            places.values().forEach(Place::close);
            tracker.close();
            book.remove(this);
        }
    }

    boolean closed() {
        return closed;
    }

    @Override
    public Candidate<S> addingService(ServiceReference<S> reference) {
        ServiceFacts facts = ServiceFacts.of(type, reference);
        Candidate<S> candidate =
                new Candidate<>(facts, new Gate<>(facts.seat().plugin(), facts.version(), facts.configuration()));
        seat(reference, candidate, AGAIN);
        return candidate;
    }

    /** What a component needs may be there later: a service that cannot be made is asked for again. */
    private void seat(ServiceReference<S> reference, Candidate<S> candidate, Duration again) {
        ServiceFacts facts = candidate.facts();
        S service = user.getService(reference);
        if (service == null) {
            LOG.warn("{} {} offers a {} but cannot make it", facts.seat(), facts.version(), type.getSimpleName());
            expect(candidate);
            Duration next = again.compareTo(AGAIN_AT_LEAST_EVERY) > 0 ? AGAIN_AT_LEAST_EVERY : again.multipliedBy(2);
            book.later(() -> seatAgain(reference, candidate, next), again);
            return;
        }
        Place<S> place;
        synchronized (places) {
            if (!candidate.gate().open(service)) {
                user.ungetService(reference);
                return;
            }
            place = places.computeIfAbsent(facts.seat(), name -> new Place<>(name, facts.properties(), book, limits));
            place.add(candidate);
            unproven.remove(facts.seat());
        }
        tell(place);
    }

    /** Whoever asks for it is told "not now", and not that there is nobody. */
    private void expect(Candidate<S> candidate) {
        ServiceFacts facts = candidate.facts();
        Place<S> place;
        synchronized (places) {
            if (candidate.gate().leaving() || places.containsKey(facts.seat())) {
                return;
            }
            book.expect(facts.seat(), facts.properties());
            unproven.add(facts.seat());
            place = new Place<>(facts.seat(), facts.properties(), book, limits);
            places.put(facts.seat(), place);
        }
        tell(place);
    }

    private void seatAgain(ServiceReference<S> reference, Candidate<S> candidate, Duration next) {
        try {
            if (!candidate.gate().leaving()) {
                seat(reference, candidate, next);
            }
        } catch (IllegalStateException e) {
            LOG.debug("{}: its user has gone", candidate.facts().seat(), e);
        }
    }

    @Override
    public void modifiedService(ServiceReference<S> reference, Candidate<S> candidate) {
        Candidate<S> after = new Candidate<>(ServiceFacts.of(type, reference), candidate.gate());
        candidate.gate().configured(after.facts().configuration());
        find(candidate).ifPresent(place -> {
            place.change(candidate.facts().service(), after);
            tell(place);
        });
    }

    @Override
    public void removedService(ServiceReference<S> reference, Candidate<S> candidate) {
        try {
            boolean replaced = false;
            Optional<Place<S>> place;
            synchronized (places) {
                candidate.gate().refuse();
                place = find(candidate);
                if (place.isPresent()) {
                    replaced = place.get().remove(candidate.facts().service());
                }
                if (unproven.remove(candidate.facts().seat())) {
                    // With the service that was never made goes its seat.
                    book.drop(candidate.facts().seat());
                    places.remove(candidate.facts().seat());
                    place.ifPresent(Place::close);
                }
            }
            place.ifPresent(this::tell);
            Duration forPins = closed ? Duration.ZERO : replaced ? limits.pins() : limits.pinsWithoutNext();
            book.left(candidate.facts().bundle(), candidate.gate().seeOut(forPins, limits));
        } finally {
            user.ungetService(reference);
        }
    }

    /** A plug-in that is gone for good takes its empty seats with it. */
    void forget(String plugin) {
        List<Place<S>> gone;
        synchronized (places) {
            gone = places.values().stream()
                    .filter(each -> each.plugin().equals(plugin) && !each.filled())
                    .toList();
            gone.forEach(each -> places.remove(each.name()));
        }
        sort();
        gone.forEach(Place::close);
        gone.forEach(this::tellUser);
    }

    /** Whether a plug-in is waited for has changed. */
    void look(String plugin) {
        for (Place<S> place : places.values()) {
            if (place.plugin().equals(plugin)) {
                place.wake();
                tellUser(place);
            }
        }
    }

    Set<Long> bundlesInCharge() {
        return places.values().stream().flatMap(each -> each.bundle().stream()).collect(Collectors.toSet());
    }

    private Optional<Place<S>> find(Candidate<S> candidate) {
        return Optional.ofNullable(places.get(candidate.facts().seat()));
    }

    private void tell(Place<S> place) {
        if (place.filled()) {
            book.note(place.name(), place.properties());
        }
        sort();
        tellUser(place);
    }

    private void tellUser(Place<S> place) {
        try {
            changed.accept(place);
        } catch (RuntimeException e) {
            LOG.warn("{}: its user failed to hear of a change", place.name(), e);
        }
    }

    private synchronized void sort() {
        sorted = places.values().stream().sorted(ORDER).toList();
    }

    private static int ranking(Place<?> place) {
        return place.properties().get(Constants.SERVICE_RANKING) instanceof Integer ranking ? ranking : 0;
    }

    private static boolean has(Object given, String value) {
        if (given instanceof Object[] several) {
            return Arrays.asList(several).contains(value);
        }
        return given instanceof Collection<?> several ? several.contains(value) : value.equals(given);
    }
}
