package org.posthouse.core.net;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.posthouse.api.log.Detail;
import org.posthouse.api.log.EventLog;
import org.posthouse.api.log.ServiceLogs;

/** The logs of services, which may come and go while connections stay. Any thread. */
final class Diary {
    private final AtomicReference<Optional<ServiceLogs>> present = new AtomicReference<>(Optional.empty());

    /** These are written from now on. */
    void come(ServiceLogs logs) {
        present.set(Optional.of(logs));
    }

    /** These are written no more; nothing happens if others have come meanwhile. */
    void go(ServiceLogs logs) {
        present.updateAndGet(now -> now.filter(they -> they != logs));
    }

    /** The log of one connection, whichever logs there are when it tells something. */
    EventLog of(String service, String id) {
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
}
