package org.posthouse.api.trace;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** The record of every decision. Kept for a time and within a size; recording never fails and never waits for the disk. */
@ProviderType
public interface Trace {
    void record(TraceStep step);

    /** The steps of every mail and connection that match, in order of time; the newest {@code limit} of them. */
    List<TraceStep> find(Query query, int limit);

    /** Queue ids of the mails that had a step last, newest first, each once. */
    List<String> latest(int limit);

    /**
     * How often each stage was reached since the server started: connect, accepted, refused, delivered, deferred, failed, bounced,
     * reported, stored, moved, expunged … What filters judged on the way is not counted, or it would be more the more filters there are.
     */
    Map<String, Long> totals();

    /** How much is kept; nothing by what keeps nothing. */
    default Kept kept() {
        return new Kept(Duration.ZERO, 0, 0, 0);
    }

    /**
     * How long steps are kept, unless they take more than so much before; what they take on disk now; and how many were lost since the
     * server started, because too many came at a time or the disk had no room.
     */
    record Kept(Duration age, long octets, long mostOctets, long lost) {}

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
