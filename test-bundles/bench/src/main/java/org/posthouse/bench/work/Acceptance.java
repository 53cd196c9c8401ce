package org.posthouse.bench.work;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.BooleanSupplier;
import org.posthouse.bench.client.Mails;
import org.posthouse.bench.client.SmtpClient;
import org.posthouse.bench.report.Cost;
import org.posthouse.bench.report.Figure;
import org.posthouse.bench.server.Measured;
import org.posthouse.bench.server.People;
import org.posthouse.bench.server.Usage;

/** Mail is handed in by SMTP or LMTP, and awaited in the mailboxes. */
final class Acceptance implements Workload {
    private static final String SENDER = "sender@sender.test";

    private final String name;
    private final boolean lmtp;
    private final Mails mails;

    Acceptance(String name, boolean lmtp, int size) {
        this.name = name;
        this.lmtp = lmtp;
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
    public boolean forces() {
        return true;
    }

    @Override
    public List<Figure> run(Measured server, int sessions, Length length) throws IOException {
        int first = server.people().fresh();
        try (Watch watch = new Watch(server, first)) {
            AtomicIntegerArray sent = new AtomicIntegerArray(People.EACH);
            Usage before = server.usage();
            long begin = System.nanoTime();
            BooleanSupplier more = Crowd.evenly(length.rate(), Crowd.during(length.time()));
            Crowd crowd = send(server, sessions, more, first, sent);
            watch.await(sent);
            double seconds = (System.nanoTime() - begin) / 1e9;
            Usage used = server.usage().since(before);
            int count = crowd.times().count();
            Figure accepted = crowd.figure(name + (lmtp ? " delivered" : " accepted"), "/s")
                    .with(Cost.each(used, count));
            Figure visible = Figure.alone(name + " visible", "/s", count / seconds);
            Figure forces = Figure.alone(name + " forces", "/s", used.flushes() / seconds);
            Figure written = Figure.alone(name + " written", "x", used.written() / (double) count / mails.size());
            return lmtp ? List.of(accepted, forces, written) : List.of(accepted, visible, forces, written);
        }
    }

    /** Sends so many messages to people who have not got any, and awaits them. */
    void warm(Measured server, int sessions, int count) throws IOException {
        int first = server.people().fresh();
        AtomicIntegerArray sent = new AtomicIntegerArray(People.EACH);
        send(server, sessions, Crowd.times(count), first, sent);
        try (Watch watch = new Watch(server, first)) {
            watch.await(sent);
        }
    }

    /** So many sessions send while there is more to do; whom they send how much is added up. */
    Crowd send(Measured server, int sessions, BooleanSupplier more, int first, AtomicIntegerArray sent)
            throws IOException {
        AtomicInteger numbers = new AtomicInteger();
        int port = lmtp ? server.doors().lmtp() : server.doors().smtp();
        return Crowd.work(sessions, more, session -> {
            SmtpClient client = new SmtpClient(port, lmtp);
            return new Crowd.Client() {
                @Override
                public long once() throws IOException {
                    int person = numbers.getAndIncrement() % People.EACH;
                    String recipient = People.address(first + person);
                    long taken = client.send(SENDER, recipient, mails.next(recipient));
                    sent.incrementAndGet(person);
                    return taken;
                }

                @Override
                public void close() throws IOException {
                    try (client) {
                        client.quit();
                    }
                }
            };
        });
    }
}
