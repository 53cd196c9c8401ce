package org.posthouse.bench.work;

import java.io.IOException;
import java.util.List;
import org.posthouse.bench.client.ImapClient;
import org.posthouse.bench.client.Mails;
import org.posthouse.bench.report.Cost;
import org.posthouse.bench.report.Figure;
import org.posthouse.bench.server.Measured;
import org.posthouse.bench.server.People;
import org.posthouse.bench.server.Usage;

/** Each session stores messages in an INBOX of its own by IMAP. */
final class Appends implements Workload {
    private final String name;
    private final Mails mails;

    Appends(String name, int size) {
        this.name = name;
        this.mails = new Mails(size);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean bySessions() {
        return true;
    }

    @Override
    public List<Figure> run(Measured server, int sessions, Length length) throws IOException {
        int first = server.people().fresh();
        Usage before = server.usage();
        Crowd crowd = Crowd.work(sessions, Crowd.during(length.time()), session -> {
            String user = People.address(first + session % People.EACH);
            ImapClient client = new ImapClient(server.doors().imap(), user, People.password());
            return new Crowd.Client() {
                @Override
                public long once() throws IOException {
                    byte[] message = mails.next(user);
                    long begin = System.nanoTime();
                    client.append("INBOX", message);
                    return System.nanoTime() - begin;
                }

                @Override
                public void close() throws IOException {
                    client.close();
                }
            };
        });
        Cost cost = Cost.each(server.usage().since(before), crowd.times().count());
        return List.of(crowd.figure(name, "/s").with(cost));
    }
}
