package org.posthouse.bench.work;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.posthouse.bench.client.ImapClient;
import org.posthouse.bench.report.Figure;
import org.posthouse.bench.server.Measured;
import org.posthouse.bench.server.People;

/** Many connections that wait for mail and get none: the memory they hold. */
final class Idling implements Workload {
    private static final int DOORS = 8;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public boolean bySessions() {
        return false;
    }

    @Override
    public List<Figure> run(Measured server, int sessions, Length length) throws IOException {
        int first = server.people().fresh();
        AtomicInteger numbers = new AtomicInteger();
        Queue<ImapClient> waiting = new ConcurrentLinkedQueue<>();
        try {
            long before = server.memoryKib();
            Crowd crowd = Crowd.work(DOORS, Crowd.times(length.idle()), session -> new Crowd.Client() {
                @Override
                public long once() throws IOException {
                    long begin = System.nanoTime();
                    waiting.add(idle(server, first + numbers.getAndIncrement() % People.EACH));
                    return System.nanoTime() - begin;
                }

                @Override
                public void close() {
                    // They stay.
                }
            });
            double each = (double) (server.memoryKib() - before) / length.idle();
            return List.of(crowd.figure("connect to idle", "/s"), Figure.alone("idle connection", "KiB", each));
        } finally {
            for (ImapClient each : waiting) {
                each.close();
            }
        }
    }

    private static ImapClient idle(Measured server, int person) throws IOException {
        ImapClient client = new ImapClient(server.doors().imap(), People.address(person), People.password());
        client.command("SELECT INBOX");
        client.idle();
        return client;
    }
}
