package org.posthouse.console.metrics;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.metrics.Family;
import org.posthouse.api.metrics.Meter;
import org.posthouse.api.queue.MailQueue;
import org.posthouse.api.queue.QueuedMail;

/** Mail that waits. */
@Component(name = "org.posthouse.console.metrics.queue")
public final class QueueMeter implements Meter {
    /** However often it is asked, the queue is listed no more often. */
    private static final Duration FRESH = Duration.ofSeconds(5);

    private final MailQueue queue;
    private final Clock clock;
    private Instant at = Instant.MIN;
    private List<Family> last = List.of();

    @Activate
    public QueueMeter(@Reference MailQueue queue) {
        this(queue, Clock.systemUTC());
    }

    QueueMeter(MailQueue queue, Clock clock) {
        this.queue = queue;
        this.clock = clock;
    }

    @Override
    public synchronized List<Family> families() {
        Instant now = clock.instant();
        if (now.isBefore(at) || !now.isBefore(at.plus(FRESH))) {
            try {
                last = read(queue.list(), now);
            } catch (MailException e) {
                // Old figures would say that all is as it was.
                last = List.of();
            }
            at = now;
        }
        return last;
    }

    private static List<Family> read(List<QueuedMail> mails, Instant now) {
        Map<QueuedMail.State, Integer> counts = new EnumMap<>(QueuedMail.State.class);
        for (QueuedMail.State state : QueuedMail.State.values()) {
            counts.put(state, 0);
        }
        long octets = 0;
        Instant oldest = now;
        for (QueuedMail mail : mails) {
            counts.merge(mail.state(), 1, Integer::sum);
            octets += mail.size();
            if (mail.state() != QueuedMail.State.HELD && mail.arrived().isBefore(oldest)) {
                oldest = mail.arrived();
            }
        }
        Family.Builder waiting = Family.gauge("posthouse_queue_mails", "Mails that wait, by what they wait for.");
        counts.forEach(
                (state, count) -> waiting.sample(count, "state", state.name().toLowerCase(Locale.ROOT)));
        return List.of(
                waiting.build(),
                Family.gauge("posthouse_queue_octets", "Size of all messages that wait.")
                        .sample((double) octets)
                        .build(),
                Family.gauge("posthouse_queue_oldest_seconds", "Age of the oldest mail that waits and is not held.")
                        .sample(Duration.between(oldest, now).toMillis() / 1000.0)
                        .build());
    }
}
