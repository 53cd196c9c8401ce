package org.posthouse.bench.work;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.posthouse.bench.client.ImapClient;
import org.posthouse.bench.client.Mails;
import org.posthouse.bench.report.Cost;
import org.posthouse.bench.report.Figure;
import org.posthouse.bench.server.Measured;
import org.posthouse.bench.server.People;
import org.posthouse.bench.server.Usage;

/** One client reads a large mailbox: flags, envelopes, bodies. The first who asks for envelopes finds the server's caches cold. */
final class Reading implements Workload {
    private static final int SIZE = 2048;
    private static final int AT_ONCE = 500;
    private static final int FILLERS = 8;
    /** Kinds of reading that share the time of a run. */
    private static final int KINDS = 5;

    private static final String MAILBOX = "large";

    @Override
    public String name() {
        return "fetch";
    }

    @Override
    public boolean bySessions() {
        return false;
    }

    @Override
    public List<Figure> run(Measured server, int sessions, Length length) throws IOException {
        String user = People.address(server.people().fresh());
        fill(server, user, length.messages());
        Length part = length.shortened(KINDS);
        int last = length.messages();
        List<Figure> figures = new ArrayList<>();
        try (ImapClient client = open(server, user)) {
            client.command("SELECT " + MAILBOX);
            figures.add(often(server, client, "envelope, cold", "FETCH 1:* (UID ENVELOPE)", last, part, true));
        }
        try (ImapClient client = open(server, user)) {
            figures.add(often(server, client, "select", "SELECT " + MAILBOX, 1, part, false));
            figures.add(often(server, client, "flags", "FETCH 1:* (UID FLAGS)", last, part, false));
            figures.add(often(server, client, "envelope", "FETCH 1:* (UID ENVELOPE)", last, part, false));
            String view = "FETCH " + Math.max(1, last - 49)
                    + ":* (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE)";
            figures.add(often(server, client, "list of 50", view, Math.min(50, last), part, false));
            figures.add(bodies(server, client, last, part));
        }
        return figures;
    }

    private static ImapClient open(Measured server, String user) throws IOException {
        return new ImapClient(server.doors().imap(), user, People.password());
    }

    private static Figure often(
            Measured server, ImapClient client, String name, String command, int responses, Length length, boolean once)
            throws IOException {
        Usage before = server.usage();
        Crowd crowd = Crowd.work(1, once ? Crowd.times(1) : Crowd.during(length.time()), session -> new Crowd.Client() {
            @Override
            public long once() throws IOException {
                long begin = System.nanoTime();
                int told = client.command(command);
                if (told < responses) {
                    throw new IOException(command + " gave only " + told + " of " + responses);
                }
                return System.nanoTime() - begin;
            }

            @Override
            public void close() {
                // The connection goes on.
            }
        });
        Cost cost = Cost.each(server.usage().since(before), crowd.times().count());
        return crowd.figure(name, "/s").with(cost);
    }

    /** In millions of octets, as disks and networks are counted; the cost is of a million too. */
    private static Figure bodies(Measured server, ImapClient client, int messages, Length length) throws IOException {
        long received = client.received();
        Usage before = server.usage();
        long begin = System.nanoTime();
        Figure figure = often(server, client, "bodies", "FETCH 1:* (UID BODY.PEEK[])", messages, length, false);
        double seconds = (System.nanoTime() - begin) / 1e9;
        double millions = (client.received() - received) / 1e6;
        return Figure.alone(figure.name(), "MB/s", millions / seconds)
                .timed(figure.p50(), figure.p99())
                .with(Cost.each(server.usage().since(before), millions));
    }

    private static void fill(Measured server, String user, int count) throws IOException {
        Mails mails = new Mails(SIZE);
        boolean many;
        try (ImapClient client = open(server, user)) {
            client.command("CREATE " + MAILBOX);
            many = client.can("MULTIAPPEND") && client.can("LITERAL+");
            for (int left = many ? count : 0; left > 0; left -= AT_ONCE) {
                client.appendAll(
                        MAILBOX,
                        IntStream.range(0, Math.min(AT_ONCE, left))
                                .mapToObj(i -> mails.next(user))
                                .toList());
            }
        }
        if (!many) {
            Crowd.work(FILLERS, Crowd.times(count), session -> {
                ImapClient client = open(server, user);
                return new Crowd.Client() {
                    @Override
                    public long once() throws IOException {
                        client.append(MAILBOX, mails.next(user));
                        return 0;
                    }

                    @Override
                    public void close() throws IOException {
                        client.close();
                    }
                };
            });
        }
    }
}
