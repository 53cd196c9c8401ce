package org.posthouse.system;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Mails at a steady rate over connections that are kept, with PIPELINING (RFC 2920). Each has a number and goes to the next of the
 * recipients, every twentieth to the one after as well. Who is too late makes up for a second at most.
 */
final class MailStream {
    private static final long HURRY = TimeUnit.SECONDS.toNanos(1);
    private static final int BOTH = 20;

    private final Crew crew;
    private final int port;
    private final List<String> recipients;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<String, Set<Integer>> accepted = new ConcurrentHashMap<>();
    /** By number, when. */
    private final Map<Integer, Long> putOff = new ConcurrentHashMap<>();

    private final Set<Integer> open = ConcurrentHashMap.newKeySet();
    private volatile Latencies latencies = new Latencies();
    private volatile boolean mayWait;
    private volatile boolean stopped;
    private CountDownLatch sending = new CountDownLatch(0);

    MailStream(Crew crew, int port, List<String> recipients) {
        this.crew = crew;
        this.port = port;
        this.recipients = recipients;
        recipients.forEach(each -> accepted.put(each, ConcurrentHashMap.newKeySet()));
    }

    void begin(int connections, int perSecond) {
        long interval = TimeUnit.SECONDS.toNanos(connections) / perSecond;
        sending = new CountDownLatch(connections);
        for (int i = 0; i < connections; i++) {
            crew.send("sender", () -> {
                try {
                    send(interval);
                } finally {
                    sending.countDown();
                }
            });
        }
    }

    /** No new mail; those begun are ended. */
    void stop() throws InterruptedException {
        stopped = true;
        if (!sending.await(120, TimeUnit.SECONDS)) {
            crew.fault("a sender hangs");
        }
    }

    /** Whether a mail that begins from now on may be answered 4xx. What follows a refused command then is refused for that, RFC 2920 §3.1. */
    void mayWait(boolean may) {
        mayWait = may;
    }

    /** Of the replies from now on. */
    Latencies measure() {
        latencies = new Latencies();
        return latencies;
    }

    private void send(long interval) throws IOException {
        long next = System.nanoTime();
        try (Smtp smtp = new Smtp(port)) {
            smtp.expect("250", "EHLO load.example");
            while (!stopped && !crew.over()) {
                next = Math.max(next + interval, System.nanoTime() - HURRY);
                LockSupport.parkNanos(next - System.nanoTime());
                one(smtp, numbers.incrementAndGet());
            }
            smtp.expect("221", "QUIT");
        }
    }

    private void one(Smtp smtp, int number) throws IOException {
        List<String> to = recipients(number);
        boolean patient = mayWait;
        open.add(number);
        long begun = System.nanoTime();
        StringBuilder begin = new StringBuilder("MAIL FROM:<load@load.example>\r\n");
        to.forEach(each -> begin.append("RCPT TO:<").append(each).append(">\r\n"));
        smtp.send(begin.append("DATA\r\n").toString());
        List<String> replies = new ArrayList<>();
        for (int i = 0; i < to.size() + 2; i++) {
            replies.add(smtp.reply());
        }
        long asked = System.nanoTime();
        latencies.add(asked - begun);
        String last = replies.get(replies.size() - 1);
        if (last.startsWith("354")) {
            smtp.send(message(number));
            String reply = smtp.reply();
            latencies.add(System.nanoTime() - asked);
            note(number, to, replies, reply, patient);
        } else {
            putOff(number, replies, patient);
            smtp.expect("250", "RSET");
        }
        open.remove(number);
    }

    private void note(int number, List<String> to, List<String> replies, String reply, boolean patient) {
        for (int i = 0; i < to.size(); i++) {
            if (reply.startsWith("250") && replies.get(i + 1).startsWith("250")) {
                accepted.get(to.get(i)).add(number);
            } else {
                putOff(number, List.of(replies.get(i + 1), reply), patient);
            }
        }
    }

    private void putOff(int number, List<String> replies, boolean patient) {
        putOff.put(number, System.nanoTime());
        List<String> bad =
                replies.stream().filter(each -> !each.startsWith("2")).toList();
        boolean temporary =
                bad.stream().allMatch(each -> each.startsWith("4") || each.startsWith("503") || each.startsWith("554"));
        if ((Crew.strict() && !patient) || !temporary || !bad.get(0).startsWith("4")) {
            crew.fault("mail " + number + " was answered " + bad);
        }
    }

    private List<String> recipients(int number) {
        int first = number % recipients.size();
        return number % BOTH == 0
                ? List.of(recipients.get(first), recipients.get((first + 1) % recipients.size()))
                : List.of(recipients.get(first));
    }

    private static String message(int number) {
        return "From: load@load.example\r\nSubject: " + number + "\r\nX-Load: " + number + "\r\n\r\n"
                + "All work and no play.\r\n".repeat(40) + ".\r\n";
    }

    /** Numbers that were accepted for this recipient. */
    Set<Integer> accepted(String recipient) {
        return accepted.get(recipient);
    }

    /** Accepted mails, all recipients together. */
    int count() {
        return accepted.values().stream().mapToInt(Set::size).sum();
    }

    /** Mails that were answered 4xx. */
    int putOff() {
        return putOff.size();
    }

    /** From the first mail that was answered 4xx to the last one, of those since this moment of {@link System#nanoTime}. */
    Duration putOffFor(long since) {
        LongSummaryStatistics times = putOffSince(since);
        return times.getCount() == 0 ? Duration.ZERO : Duration.ofNanos(times.getMax() - times.getMin());
    }

    /** From this moment to the last mail that was answered 4xx. */
    Duration putOffUntil(long since) {
        LongSummaryStatistics times = putOffSince(since);
        return times.getCount() == 0 ? Duration.ZERO : Duration.ofNanos(times.getMax() - since);
    }

    private LongSummaryStatistics putOffSince(long since) {
        return putOff.values().stream()
                .mapToLong(Long::longValue)
                .filter(each -> each - since >= 0)
                .summaryStatistics();
    }

    /** Sent, but nobody knows whether they were taken: the connection broke before the reply. */
    Set<Integer> unknown() {
        return open;
    }
}
