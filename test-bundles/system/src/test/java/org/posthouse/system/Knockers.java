package org.posthouse.system;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** People who come to every door of a server again and again, are greeted, and go. None of them may find a door shut. */
final class Knockers {
    private static final Map<Integer, Boolean> DOORS =
            Map.of(25, false, 24, false, 587, false, 143, false, 110, false, 465, true, 993, true, 995, true);
    private static final Pattern GREETING = Pattern.compile("(220 |\\* OK |\\+OK ).*");
    private static final Pattern FAREWELL = Pattern.compile("(421 |\\* BYE |-ERR ).*");
    /** Or the client's side runs out of ports. */
    private static final Duration REST = Duration.ofMillis(50);

    private final Crew crew;
    private final Server server;
    private final AtomicInteger greeted = new AtomicInteger();
    private final AtomicInteger sentAway = new AtomicInteger();
    private final AtomicInteger idled = new AtomicInteger();

    Knockers(Crew crew, Server server) {
        this.crew = crew;
        this.server = server;
    }

    /** At every door, one at a time, until the crew ends. */
    void knock() {
        DOORS.forEach((door, tls) -> crew.send("at " + door, () -> knock(server.port(door), tls)));
    }

    /** In IDLE until the server ends; the crew must end before that. */
    void sit(String... users) {
        List.of(users).forEach(user -> crew.send("in IDLE " + user, () -> idle(user)));
    }

    private void knock(int port, boolean tls) throws IOException {
        while (!crew.over()) {
            try (Caller caller = new Caller(port)) {
                String line = tls ? caller.secure().line() : caller.line();
                if (GREETING.matcher(line).matches()) {
                    greeted.incrementAndGet();
                } else if (FAREWELL.matcher(line).matches()) {
                    sentAway.incrementAndGet();
                } else {
                    throw new IOException("greeted by " + line);
                }
            }
            LockSupport.parkNanos(REST.toNanos());
        }
    }

    /** Waits for news of a mailbox, and when told to go comes back at once. */
    private void idle(String user) throws IOException {
        do {
            try (Caller caller = new Caller(server.port(143))) {
                caller.send("a LOGIN " + user + " posthouse\r\nb SELECT INBOX\r\nc IDLE\r\n");
                caller.lines("* BYE ");
                idled.incrementAndGet();
            }
        } while (!crew.over());
    }

    int greeted() {
        return greeted.get();
    }

    /** Told to come back, at a stop. */
    int sentAway() {
        return sentAway.get();
    }

    /** Told good-bye in the midst of IDLE. */
    int idled() {
        return idled.get();
    }
}
