package org.posthouse.api.trace;

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
     * reported … What filters judged on the way is not counted, or it would be more the more filters there are.
     */
    Map<String, Long> totals();

    /** What to look for. */
    record Query(Field field, String value) {
        /** What a query goes by. ID is a queue id or a connection id. */
        public enum Field {
            ID,
            MESSAGE_ID,
            ADDRESS,
            CLIENT
        }
    }
}
