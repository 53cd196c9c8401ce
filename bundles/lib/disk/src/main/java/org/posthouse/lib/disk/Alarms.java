package org.posthouse.lib.disk;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.posthouse.api.health.Troubles;

/** What a part has found wrong since it was started, the latest of it; each thing is told once, with when it was last seen. */
public final class Alarms implements Troubles {
    private static final int MOST = 20;

    private final Clock clock;
    private final Map<String, String> raised = new LinkedHashMap<>();
    private long dropped;

    public Alarms(Clock clock) {
        this.clock = clock;
    }

    /**
     * Something is wrong.
     *
     * @param what it is about and what is wrong, in one line; the same words are the same alarm
     */
    public synchronized void raise(String what) {
        raised.remove(what);
        raised.put(what, clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        if (raised.size() > MOST) {
            raised.remove(raised.keySet().iterator().next());
            dropped++;
        }
    }

    /** All has been looked at and is in order: nothing of what was raised is so any more. */
    public synchronized void settle() {
        raised.clear();
        dropped = 0;
    }

    @Override
    public synchronized List<String> troubles() {
        List<String> all = new ArrayList<>();
        if (dropped > 0) {
            all.add(dropped + " more, which the log tells");
        }
        raised.forEach((what, when) -> all.add(what + " (" + when + ")"));
        return all;
    }
}
