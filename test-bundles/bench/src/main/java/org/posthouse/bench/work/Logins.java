package org.posthouse.bench.work;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.posthouse.bench.client.ImapClient;
import org.posthouse.bench.report.Cost;
import org.posthouse.bench.report.Figure;
import org.posthouse.bench.server.Measured;
import org.posthouse.bench.server.People;
import org.posthouse.bench.server.Usage;

/** Connections that log in, SELECT, and go: those of a hundred people who were there a moment ago. */
final class Logins implements Workload {
    @Override
    public String name() {
        return "login";
    }

    @Override
    public boolean bySessions() {
        return true;
    }

    @Override
    public List<Figure> run(Measured server, int sessions, Length length) throws IOException {
        int first = server.people().fresh();
        AtomicInteger numbers = new AtomicInteger();
        Crowd.work(sessions, Crowd.times(People.EACH), session -> client(server, first, numbers));
        Usage before = server.usage();
        Crowd crowd = Crowd.work(sessions, Crowd.during(length.time()), session -> client(server, first, numbers));
        Cost cost = Cost.each(server.usage().since(before), crowd.times().count());
        return List.of(crowd.figure("login and select", "/s").with(cost));
    }

    private static Crowd.Client client(Measured server, int first, AtomicInteger numbers) {
        return new Crowd.Client() {
            @Override
            public long once() throws IOException {
                String user = People.address(first + numbers.getAndIncrement() % People.EACH);
                long begin = System.nanoTime();
                try (ImapClient client = new ImapClient(server.doors().imap(), user, People.password())) {
                    client.command("SELECT INBOX");
                    client.command("LOGOUT");
                }
                return System.nanoTime() - begin;
            }

            @Override
            public void close() {
                // It has no connection between two visits.
            }
        };
    }
}
