package org.posthouse.core.queue.dispatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.posthouse.core.queue.spool.Item;

/**
 * Who is next. What is done here (routing, delivery to accounts of ours) and what goes elsewhere have workers of their own, so that no
 * host outside holds up mail within. Of the latter, a quarter is kept for places that were quick the last time, and half at most are with
 * those that were slow, so that a hundred hosts that never end, known or new, hold up no good one. The dispatcher's lock guards it.
 */
final class Lanes {
    /** Where routing waits. */
    static final String ROUTING = "routing";

    private final Supplier<DispatchSettings> settings;
    private final Places places = new Places();
    private final Map<String, Lane> lanes = new HashMap<>();
    private final Ring home;
    private final Ring quick;
    private final Ring unproven;
    private final Ring slow;

    /** A turn that has begun: jobs of a lane, as one worker does them. */
    record Turn(Lane lane, Ring ring, long started, List<Lane.Job> jobs) {}

    Lanes(Supplier<DispatchSettings> settings) {
        this.settings = settings;
        this.home = new Ring(() -> settings.get().deliveries());
        this.quick = new Ring(this::outside);
        this.unproven = new Ring(this::notKept);
        this.slow = new Ring(() -> Math.max(1, outside() / 2));
    }

    private int outside() {
        return settings.get().remoteDeliveries();
    }

    /** Workers that are not kept for places that are known to be quick. */
    private int notKept() {
        return outside() - outside() / 4;
    }

    /** @param destination that of an {@link End}, or routing */
    void add(String destination, Lane.Job job) {
        Lane lane = lanes.computeIfAbsent(destination, Lane::new);
        boolean idle = lane.empty();
        lane.add(job);
        if (idle) {
            ring(lane).add(lane);
        }
    }

    /** Where a lane takes its turns from now on. */
    private Ring ring(Lane lane) {
        if (!End.leadsAway(lane.destination())) {
            return home;
        }
        return switch (places.pace(lane.destination())) {
            case QUICK -> quick;
            case UNPROVEN -> unproven;
            case SLOW -> slow;
        };
    }

    /** Begins what may begin next, if anything may. */
    Optional<Turn> next(long now) {
        int doubtful = unproven.occupied() + slow.occupied();
        int outside = quick.idle() - doubtful;
        int notKept = Math.min(outside, notKept() - doubtful);
        return next(home, home.idle(), now)
                .or(() -> next(quick, outside, now))
                .or(() -> next(unproven, notKept, now))
                .or(() -> next(slow, Math.min(slow.idle(), notKept), now));
    }

    private Optional<Turn> next(Ring ring, int idle, long now) {
        return ring.next(this::limit, idle, now).map(lane -> {
            List<Lane.Job> jobs = lane.start(now);
            if (!lane.empty()) {
                ring(lane).add(lane);
            }
            return new Turn(lane, ring, now, jobs);
        });
    }

    private int limit(Lane lane) {
        return lane.destination().equals(ROUTING)
                ? Math.max(1, settings.get().deliveries() / 4)
                : settings.get().perDestination();
    }

    /** A turn has ended. */
    void ended(Turn turn, long now) {
        turn.ring().ended();
        Lane lane = turn.lane();
        if (End.leadsAway(lane.destination())) {
            places.took(lane.destination(), now - turn.started());
        }
        lane.ended(turn.started());
        if (lane.unused()) {
            lanes.remove(lane.destination(), lane);
        }
    }

    /** Takes out what has not begun for these mails. */
    List<Lane.Job> withdraw(Set<Item> items) {
        List<Lane.Job> withdrawn = new ArrayList<>();
        for (Iterator<Lane> all = lanes.values().iterator(); all.hasNext(); ) {
            Lane lane = all.next();
            withdrawn.addAll(lane.withdraw(items));
            if (lane.unused()) {
                all.remove();
            }
        }
        List.of(home, quick, unproven, slow).forEach(Ring::prune);
        return withdrawn;
    }

    /** How many turns are under way. */
    int underWay() {
        return home.occupied() + quick.occupied() + unproven.occupied() + slow.occupied();
    }
}
