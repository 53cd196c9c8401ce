package org.posthouse.bench.work;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.posthouse.bench.client.ImapClient;
import org.posthouse.bench.server.Measured;
import org.posthouse.bench.server.People;

/** Looks into the mailboxes of a hundred people until all that was sent to them is there. */
final class Watch implements Closeable {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int PAUSE_MILLIS = 10;

    private final List<ImapClient> clients = new ArrayList<>();

    Watch(Measured server, int first) throws IOException {
        try {
            for (int i = 0; i < People.EACH; i++) {
                clients.add(new ImapClient(server.doors().imap(), People.address(first + i), People.password()));
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** The mailboxes were empty before. */
    void await(AtomicIntegerArray sent) throws IOException {
        long end = System.nanoTime() + LIMIT.toNanos();
        for (int i = 0; i < People.EACH; i++) {
            int there = clients.get(i).messages("INBOX");
            while (there < sent.get(i)) {
                if (System.nanoTime() > end) {
                    throw new IOException("of " + sent.get(i) + " messages there are only " + there);
                }
                pause();
                there = clients.get(i).messages("INBOX");
            }
            if (there > sent.get(i)) {
                throw new IOException("there are " + there + " messages, and " + sent.get(i) + " were sent");
            }
        }
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        for (ImapClient each : clients) {
            each.close();
        }
    }
}
