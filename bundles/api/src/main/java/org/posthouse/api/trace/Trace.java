package org.posthouse.api.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/** The record of every decision. Kept for a time and within a size; recording never fails and never waits for the disk. */
@ProviderType
public interface Trace {
    void record(TraceStep step);

    /** The steps of every mail and connection that match, in order of time; the newest {@code limit} of them. */
    List<TraceStep> find(Query query, int limit);

    /**
     * Mails, and connections over which none came in, that had a step as looked for: each once, by its newest such step, newest first.
     *
     * @param limit how many at most, but for those of the same millisecond as the last
     * @param patience how long it may look; what it has not seen by then it says
     */
    default Found search(Search search, int limit, Duration patience) {
        return Found.NOTHING;
    }

    /** Queue ids of the mails that had a step last, newest first, each once. */
    List<String> latest(int limit);

    /**
     * How often each stage was reached since the server started: connect, accepted, refused, delivered, deferred, failed, bounced,
     * reported, stored, moved, expunged … What filters judged on the way is not counted, or it would be more the more filters there are.
     */
    Map<String, Long> totals();

    /**
     * Microseconds of the longest step of this stage since then, which is no more than two minutes ago; empty if there was none, or
     * nobody looked at the time.
     */
    default OptionalLong longest(String stage, Instant since) {
        return OptionalLong.empty();
    }

    /** How much is kept; nothing by what keeps nothing. */
    default Kept kept() {
        return new Kept(Duration.ZERO, 0, 0, 0);
    }

    /**
     * How long steps are kept, unless they take more than so much before; what they take on disk now; and how many were lost since the
     * server started, because too many came at a time or the disk had no room.
     */
    record Kept(Duration age, long octets, long mostOctets, long lost) {}

    /**
     * Which mails: those of this query, that had a step of one of these stages, of any if there are none, in this time.
     *
     * @param since the first moment
     * @param before the first moment after it
     */
    record Search(Optional<Query> query, Set<String> stages, Optional<Instant> since, Optional<Instant> before) {
        public Search {
            Objects.requireNonNull(query, "query");
            stages = Set.copyOf(stages);
            Objects.requireNonNull(since, "since");
            Objects.requireNonNull(before, "before");
        }
    }

    /**
     * What was found.
     *
     * @param stopped if there may be more: everything from this moment on was looked at, and what comes next is before it
     */
    record Found(List<Life> lives, Optional<Instant> stopped) {
        /** Nothing, and there is no more. */
        public static final Found NOTHING = new Found(List.of(), Optional.empty());

        public Found {
            lives = List.copyOf(lives);
            Objects.requireNonNull(stopped, "stopped");
        }
    }

    /**
     * A mail, or a connection.
     *
     * @param id of the mail, or of a connection that brought none
     * @param found the newest step that was looked for
     * @param steps its own in order of time, as far as they were come by
     */
    record Life(String id, TraceStep found, List<TraceStep> steps) {
        public Life {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(found, "found");
            steps = List.copyOf(steps);
        }
    }

    /** What to look for. */
    record Query(Field field, String value) {
        /**
         * What a query goes by. ID is a queue id or a connection id; CLIENT an IP address, or a name by which a client is known or
         * calls itself.
         */
        public enum Field {
            ID,
            MESSAGE_ID,
            ADDRESS,
            CLIENT
        }
    }
}
