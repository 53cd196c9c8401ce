package org.posthouse.system;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
 * so is everything that was not as it should be. By SMTP a mail goes to one recipient, by LMTP to all of them, and each has its reply.
 */
final class Load implements AutoCloseable {
    private final int port;
    private final long intervalNanos;
    private final List<String> recipients;
    private final ExecutorService threads;
    private final int connections;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<String, Set<Integer>> accepted = new ConcurrentHashMap<>();
    private final Set<Integer> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger putOff = new AtomicInteger();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final AtomicLong longest = new AtomicLong();
    private final AtomicLong answeredByLmtp = new AtomicLong();
    private int lmtpPort;
    private int lmtpConnections;
    private volatile boolean stopped;

    Load(int port, int connections, int perSecond, List<String> recipients) {
        this.port = port;
        this.connections = connections;
        this.intervalNanos = TimeUnit.SECONDS.toNanos(connections) / perSecond;
        this.recipients = recipients;
        recipients.forEach(each -> accepted.put(each, ConcurrentHashMap.newKeySet()));
        this.threads = Executors.newFixedThreadPool(connections);
    }

    /** So many of the connections speak LMTP, to this port. */
    Load byLmtp(int port, int connections) {
        lmtpPort = port;
        lmtpConnections = connections;
        return this;
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
            boolean lmtp = i < lmtpConnections;
            threads.execute(() -> send(lmtp));
        }
        return this;
    }

    private void send(boolean lmtp) {
        long next = System.nanoTime();
        try (Smtp smtp = new Smtp(lmtp ? lmtpPort : port)) {
            smtp.expect("250", (lmtp ? "LHLO" : "EHLO") + " load.example");
            while (!stopped) {
                next += intervalNanos;
                LockSupport.parkNanos(next - System.nanoTime());
                one(smtp, lmtp, numbers.incrementAndGet());
                longest.accumulateAndGet(smtp.longestReplyMillis(), Math::max);
            }
            smtp.ask("QUIT");
        } catch (IOException e) {
            faults.add(e.toString());
        }
    }

    private void one(Smtp smtp, boolean lmtp, int number) throws IOException {
        open.add(number);
        if (lmtp) {
            smtp.offer("load@load.example", recipients, message(number));
            for (String recipient : recipients) {
                note(number, recipient, smtp.reply());
            }
            answeredByLmtp.incrementAndGet();
        } else {
            String recipient = recipients.get(number % recipients.size());
            note(number, recipient, smtp.mailOrRefusal("load@load.example", recipient, message(number)));
        }
        open.remove(number);
    }

    private void note(int number, String recipient, String reply) {
        if (reply.startsWith("250")) {
            accepted.get(recipient).add(number);
        } else if (reply.startsWith("4") && !reply.startsWith("421") && !Crew.strict()) {
            putOff.incrementAndGet();
        } else {
            faults.add(number + " was answered " + reply);
        }
    }

    private static String message(int number) {
        return "From: load@load.example\r\nSubject: " + number + "\r\nX-Load: " + number + "\r\n\r\n"
                + "All work and no play.\r\n".repeat(40);
    }

    /** No new mail; those begun are ended. */
    Load end() throws InterruptedException {
        stopped = true;
        threads.shutdown();
        if (!threads.awaitTermination(120, TimeUnit.SECONDS)) {
            faults.add("a sender hangs");
        }
        return this;
    }

    Set<Integer> accepted() {
        Set<Integer> all = new HashSet<>();
        accepted.values().forEach(all::addAll);
        return all;
    }

    /** Accepted for this recipient. */
    Set<Integer> accepted(String recipient) {
        return accepted.get(recipient);
    }

    /** How many mails were answered by LMTP, for all their recipients. */
    long answeredByLmtp() {
        return answeredByLmtp.get();
    }

    /** Sent, but nobody knows whether they were taken: the connection broke before the reply. */
    Set<Integer> unknown() {
        return open;
    }

    /** Answered 4xx, which is a fault where the machine leaves the server the time that its deadlines want. */
    int putOff() {
        return putOff.get();
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
