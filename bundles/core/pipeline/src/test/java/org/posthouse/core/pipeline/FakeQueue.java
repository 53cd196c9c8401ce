package org.posthouse.core.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.queue.MailQueue;
import org.posthouse.api.queue.Outcome;
import org.posthouse.api.queue.QueueAction;
import org.posthouse.api.queue.QueuedMail;
import org.posthouse.api.queue.Selection;

/** A queue that remembers what it was given. */
final class FakeQueue implements MailQueue {
    final List<Queued> mails = Collections.synchronizedList(new ArrayList<>());
    final List<Outcome> outcomes = new ArrayList<>();
    Optional<MailException> failure = Optional.empty();
    /** Whether what it was given is still there. */
    boolean left;

    private final AtomicInteger ids = new AtomicInteger();

    record Queued(Envelope envelope, String message, Instant notBefore) {}

    private record Left(
            String id, Optional<Address> sender, List<Step> recipients, long size, Instant arrived, State state)
            implements QueuedMail {}

    @Override
    public String newId() {
        return "Q" + ids.incrementAndGet();
    }

    @Override
    public void enqueue(Envelope envelope, Content message, Instant notBefore) throws MailException {
        if (failure.isPresent()) {
            throw failure.get();
        }
        mails.add(new Queued(envelope, text(message), notBefore));
    }

    @Override
    public List<Outcome> deliver(Envelope envelope, Content message) throws MailException {
        enqueue(envelope, message, Instant.EPOCH);
        List<Outcome> answer = new ArrayList<>();
        for (Recipient recipient : envelope.recipients()) {
            answer.add(outcomes.stream()
                    .filter(outcome -> outcome.recipient().equals(recipient))
                    .findFirst()
                    .orElse(Outcome.delivered(recipient, "fine")));
        }
        return answer;
    }

    private static String text(Content message) {
        try {
            return new String(message.bytes(0, (int) message.size()), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public List<QueuedMail> list() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<QueuedMail> find(String queueId) {
        return left && mails.stream().anyMatch(mail -> mail.envelope().queueId().equals(queueId))
                ? Optional.of(
                        new Left(queueId, Optional.empty(), List.of(), 1, Instant.EPOCH, QueuedMail.State.DEFERRED))
                : Optional.empty();
    }

    @Override
    public Optional<Content> message(String queueId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> apply(QueueAction action, Selection selection) {
        throw new UnsupportedOperationException();
    }
}
