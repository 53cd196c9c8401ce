package org.posthouse.api.log;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/** The logs for those who stay while they are replaced. What is told while there are none is told nobody. Safe for all threads. */
public final class SteadyLogs implements ServiceLogs {
    private final AtomicReference<Optional<ServiceLogs>> present = new AtomicReference<>(Optional.empty());

    /** These are written from now on. */
    public void come(ServiceLogs logs) {
        present.set(Optional.of(logs));
    }

    /** These are written no more; nothing happens if others have come meanwhile. */
    public void go(ServiceLogs logs) {
        present.updateAndGet(now -> now.filter(they -> they != logs));
    }

    @Override
    public EventLog of(String service, String id) {
        return new EventLog() {
            @Override
            public boolean takes(Detail detail) {
                return now().takes(detail);
            }

            @Override
            public void tell(Detail detail, String event) {
                now().tell(detail, event);
            }

            private EventLog now() {
                return present.get().map(logs -> logs.of(service, id)).orElse(SILENT);
            }
        };
    }

    /** Nothing while there are none. */
    @Override
    public SortedMap<String, Detail> details() {
        return present.get()
                .map(ServiceLogs::details)
                .orElseGet(() -> Collections.unmodifiableSortedMap(new TreeMap<>()));
    }
}
