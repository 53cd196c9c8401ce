package org.posthouse.console.queue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.api.queue.MailQueue;
import org.posthouse.api.queue.Outcome;
import org.posthouse.api.queue.QueueAction;
import org.posthouse.api.queue.QueuedMail;
import org.posthouse.api.queue.Selection;

/** Keeps mails in a map; what is done with them is only noted, and done with those that are there. */
final class FakeQueue implements MailQueue {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    final Map<String, QueuedMail> mails = new LinkedHashMap<>();
    final List<String> done = new ArrayList<>();
    String message = "";
    boolean away;

    record Mail(
            String id,
            Optional<Address> sender,
            List<Step> recipients,
            long size,
            Instant arrived,
            QueuedMail.State state)
            implements QueuedMail {}

    /** @param sender empty: of a report */
    FakeQueue with(String id, String sender, String recipient, QueuedMail.State state, String reply) {
        QueuedMail.Step step = new QueuedMail.Step(
                Address.parse(recipient).orElseThrow(),
                reply.isEmpty() ? Optional.empty() : Optional.of(new Status(4, 4, 1)),
                reply.isEmpty() ? 0 : 2,
                state == QueuedMail.State.HELD ? Optional.empty() : Optional.of(NOON.plusSeconds(600)),
                reply);
        mails.put(
                id,
                new Mail(
                        id,
                        sender.isEmpty() ? Optional.empty() : Address.parse(sender),
                        List.of(step),
                        1_000 + mails.size(),
                        NOON.minusSeconds(3600 - mails.size()),
                        state));
        return this;
    }

    private void present() throws MailException {
        if (away) {
            throw MailException.notNow("the spool is away");
        }
    }

    @Override
    public String newId() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void enqueue(Envelope envelope, Content content, Instant notBefore) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Outcome> deliver(Envelope envelope, Content content) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<QueuedMail> list() {
        throw new UnsupportedOperationException("very many are not listed at once");
    }

    @Override
    public Stream<QueuedMail> waiting() throws MailException {
        present();
        return mails.values().stream();
    }

    @Override
    public Optional<QueuedMail> find(String queueId) throws MailException {
        present();
        return Optional.ofNullable(mails.get(queueId));
    }

    @Override
    public Optional<Content> message(String queueId) {
        return message.isEmpty() ? Optional.empty() : Optional.of(Content.of(message.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public List<String> apply(QueueAction action, Selection selection) throws MailException {
        present();
        List<String> ids = mails.values().stream()
                .filter(mail -> selection.ids().isEmpty() || selection.ids().contains(mail.id()))
                .filter(mail -> Choice.fits(selection, mail))
                .filter(mail -> action != QueueAction.RELEASE || mail.state() == QueuedMail.State.HELD)
                .map(QueuedMail::id)
                .toList();
        done.add(action + " " + ids);
        return ids;
    }
}
