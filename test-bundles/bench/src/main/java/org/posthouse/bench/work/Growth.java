package org.posthouse.bench.work;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.posthouse.bench.client.ImapClient;
import org.posthouse.bench.report.Cost;
import org.posthouse.bench.report.Figure;
import org.posthouse.bench.server.Measured;
import org.posthouse.bench.server.People;
import org.posthouse.bench.server.Usage;

/** What delivery and reading cost while a hundred people have a thousand messages in all, ten thousand, and so on. */
final class Growth implements Workload {
    private static final int KIB = 1024;
    private static final int LEAST = 1000;
    private static final int STEP = 10;
    private static final int SESSIONS = 16;
    /** Messages and commands by which a step is measured. */
    private static final int MEASURED = 1000;

    private static final int LOOKS = 50;
    private static final Duration EACH = Duration.ofNanos(600_000);
    private static final Acceptance MAIL = new Acceptance("growth", true, KIB);

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public boolean bySessions() {
        return false;
    }

    @Override
    public Duration lasts(Length length) {
        return EACH.multipliedBy(length.stored());
    }

    @Override
    public List<Figure> run(Measured server, int sessions, Length length) throws IOException {
        int first = server.people().fresh();
        AtomicIntegerArray sent = new AtomicIntegerArray(People.EACH);
        List<Figure> figures = new ArrayList<>();
        int stored = 0;
        for (int size = LEAST; size <= length.stored(); size *= STEP) {
            int more = size - stored;
            MAIL.send(server, SESSIONS, Crowd.times(more), first, sent);
            String when = "of " + size + " ";
            Usage before = server.usage();
            Crowd crowd = MAIL.send(server, SESSIONS, Crowd.times(MEASURED), first, sent);
            Cost cost = Cost.each(server.usage().since(before), MEASURED);
            figures.add(crowd.figure(when + "delivered", "/s").with(cost));
            figures.add(looked(server, when + "select", first, "SELECT INBOX"));
            figures.add(looked(
                    server,
                    when + "latest",
                    first,
                    "FETCH " + Math.max(1, sent.get(0) - 49)
                            + ":* (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE)"));
            stored = size + MEASURED;
        }
        return figures;
    }

    private static Figure looked(Measured server, String name, int person, String command) throws IOException {
        try (ImapClient client = new ImapClient(server.doors().imap(), People.address(person), People.password())) {
            client.command("SELECT INBOX");
            Usage before = server.usage();
            Crowd crowd = Crowd.work(1, Crowd.times(LOOKS), session -> new Crowd.Client() {
                @Override
                public long once() throws IOException {
                    long begin = System.nanoTime();
                    client.command(command);
                    return System.nanoTime() - begin;
                }

                @Override
                public void close() {
                    // The connection goes on.
                }
            });
            return crowd.figure(name, "/s").with(Cost.each(server.usage().since(before), LOOKS));
        }
    }
}
