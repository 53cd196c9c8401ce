package org.posthouse.system;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Senders at a steady rate, each on a connection of its own that it keeps. Every mail has a number; what was accepted is remembered, and
 * so is everything that was not as it should be.
 */
final class Load implements AutoCloseable {
    private final int port;
    private final long intervalNanos;
    private final List<String> recipients;
    private final ExecutorService threads;
    private final int connections;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Set<Integer> accepted = ConcurrentHashMap.newKeySet();
    private final Set<Integer> open = ConcurrentHashMap.newKeySet();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final AtomicLong longest = new AtomicLong();
    private volatile boolean stopped;

    Load(int port, int connections, int perSecond, List<String> recipients) {
        this.port = port;
        this.connections = connections;
        this.intervalNanos = TimeUnit.SECONDS.toNanos(connections) / perSecond;
        this.recipients = recipients;
        this.threads = Executors.newFixedThreadPool(connections);
    }

    /** The next mail gets the number after this. */
    Load numberedFrom(int last) {
        numbers.set(last);
        return this;
    }

    /** The highest number given so far. */
    int last() {
        return numbers.get();
    }

    Load begin() {
        for (int i = 0; i < connections; i++) {
            threads.execute(this::send);
        }
        return this;
    }

    private void send() {
        long next = System.nanoTime();
        try (Smtp smtp = new Smtp(port)) {
            smtp.expect("250", "EHLO load.example");
            while (!stopped) {
                next += intervalNanos;
                LockSupport.parkNanos(next - System.nanoTime());
                one(smtp, numbers.incrementAndGet());
                longest.accumulateAndGet(smtp.longestReplyMillis(), Math::max);
            }
            smtp.ask("QUIT");
        } catch (IOException e) {
            faults.add(e.toString());
        }
    }

    private void one(Smtp smtp, int number) throws IOException {
        open.add(number);
        String reply = smtp.mail("load@load.example", recipients.get(number % recipients.size()), message(number));
        if (reply.startsWith("250")) {
            accepted.add(number);
        } else {
            faults.add(number + " was answered " + reply);
        }
        open.remove(number);
    }

    private static String message(int number) {
        return "From: load@load.example\r\nSubject: " + number + "\r\nX-Load: " + number + "\r\n\r\n"
                + "All work and no play.\r\n".repeat(40);
    }

    /** No new mail; those begun are ended. */
    Load end() throws InterruptedException {
        stopped = true;
        threads.shutdown();
        if (!threads.awaitTermination(60, TimeUnit.SECONDS)) {
            faults.add("a sender hangs");
        }
        return this;
    }

    Set<Integer> accepted() {
        return accepted;
    }

    /** Sent, but nobody knows whether they were taken: the connection broke before the reply. */
    Set<Integer> unknown() {
        return open;
    }

    Queue<String> faults() {
        return faults;
    }

    long longestReplyMillis() {
        return longest.get();
    }

    @Override
    public void close() {
        stopped = true;
        threads.shutdownNow();
    }
}
