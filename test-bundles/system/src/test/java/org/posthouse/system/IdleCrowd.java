package org.posthouse.system;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** IMAP clients in IDLE, RFC 2177, each on one connection from beginning to end. They want to hear of mail and of nothing else. */
final class IdleCrowd {
    private static final Pattern EXISTS = Pattern.compile("\\* (\\d+) EXISTS\r\n");
    private static final Pattern HARMLESS = Pattern.compile("\\* (OK .*|\\d+ RECENT)\r\n");

    private final Semaphore door = new Semaphore(4);
    private final Crew crew;
    private final Server server;
    private final Map<Seat, Integer> last = new ConcurrentHashMap<>();
    private final Map<Seat, Imap> sitting = new ConcurrentHashMap<>();

    private record Seat(String user, int number) {}

    IdleCrowd(Crew crew, Server server) {
        this.crew = crew;
        this.server = server;
    }

    /** Returns when all are in IDLE. */
    void sit(List<String> users, int each) throws InterruptedException {
        CountDownLatch idling = new CountDownLatch(users.size() * each);
        for (String user : users) {
            for (int i = 0; i < each; i++) {
                Seat seat = new Seat(user, i);
                crew.send("idle " + seat, () -> idle(seat, idling));
            }
        }
        if (!idling.await(180, TimeUnit.SECONDS)) {
            crew.fault(idling.getCount() + " clients do not get into IDLE");
        }
    }

    private void idle(Seat seat, CountDownLatch idling) throws IOException {
        try (Imap imap = login(seat.user())) {
            imap.ok("SELECT INBOX");
            imap.send("i IDLE\r\n");
            for (String line = imap.response(); !line.startsWith("+"); line = imap.response()) {
                hear(seat, line);
            }
            sitting.put(seat, imap);
            idling.countDown();
            for (String line = imap.response(); !line.startsWith("i "); line = imap.response()) {
                hear(seat, line);
            }
            imap.ok("NOOP");
            imap.ok("LOGOUT");
        }
    }

    /** A few at a time, as people come: a busy machine would put off who waits for the passwords of all others. */
    private Imap login(String user) throws IOException {
        door.acquireUninterruptibly();
        try {
            return server.imap(user);
        } finally {
            door.release();
        }
    }

    private void hear(Seat seat, String line) {
        Matcher exists = EXISTS.matcher(line);
        if (exists.matches()) {
            last.put(seat, Integer.parseInt(exists.group(1)));
        } else if (!HARMLESS.matcher(line).matches()) {
            crew.fault(seat + " was told " + line.strip());
        }
    }

    /** Whether all who watch this user's mailbox have heard that there is so much. */
    boolean know(String user, int mails) {
        return sitting.keySet().stream()
                .filter(each -> each.user().equals(user))
                .allMatch(each -> last.getOrDefault(each, 0) == mails);
    }

    /** Everybody leaves IDLE. */
    void rise() {
        sitting.forEach((seat, imap) -> {
            try {
                imap.send("DONE\r\n");
            } catch (IOException e) {
                crew.fault(seat + " cannot leave IDLE: " + e);
            }
        });
    }
}
