package org.posthouse.launcher;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Where one server serves at a time: the next one is let in when all of the former has stopped, and none once it is closed. Any thread. */
final class Seat {
    private Optional<Server> current = Optional.empty();
    private boolean closed;

    /** Fails with {@link IllegalStateException} if it is closed, or if something of the former server runs. */
    synchronized Server take(Supplier<Server> next) {
        if (closed) {
            throw new IllegalStateException("the process ends");
        }
        if (current.map(server -> !server.stopped()).orElse(false)) {
            throw new IllegalStateException("the former server still runs");
        }
        Server server = next.get();
        current = Optional.of(server);
        return server;
    }

    /** The last one that was let in. */
    synchronized Server server() {
        return current.orElseThrow();
    }

    /** Returns when all is stopped, or after the limit; whether nothing runs. */
    boolean stop(Duration limit) {
        Optional<Server> server;
        synchronized (this) {
            server = current;
        }
        return server.map(its -> its.stop(limit)).orElse(true);
    }

    /** Stops like {@link #stop}, and nothing is let in any more. */
    boolean close(Duration limit) {
        synchronized (this) {
            closed = true;
        }
        return stop(limit);
    }
}
