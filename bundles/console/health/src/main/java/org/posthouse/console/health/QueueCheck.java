package org.posthouse.console.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.queue.MailQueue;
import org.posthouse.api.queue.QueuedMail;

/** Mail does not stay. */
@Component(
        name = "org.posthouse.console.health.queue",
        service = HealthCheck.class,
        property = {HealthCheck.NAME + "=queue", HealthCheck.TAGS + "=posthouse"})
public final class QueueCheck implements HealthCheck {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final MailQueue queue;
    private final Clock clock;

    @Activate
    public QueueCheck(@Reference MailQueue queue) {
        this(queue, Clock.systemUTC());
    }

    QueueCheck(MailQueue queue, Clock clock) {
        this.queue = queue;
        this.clock = clock;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        try {
            List<QueuedMail> mails = queue.list();
            Instant early = clock.instant().minus(LONG);
            long stuck = count(mails, QueuedMail.State.ACTIVE, early);
            long held = count(mails, QueuedMail.State.HELD, Instant.MAX);
            long deferred = count(mails, QueuedMail.State.DEFERRED, Instant.MAX);
            if (stuck > 0) {
                log.critical("{} mails are due for more than ten minutes: see 'posthouse queue list'", stuck);
            }
            log.info("{} mails wait, {} of them deferred, {} held", mails.size(), deferred, held);
        } catch (MailException e) {
            log.critical("the queue cannot be read: {}", e.getMessage());
        }
        return new Result(log);
    }

    private static long count(List<QueuedMail> mails, QueuedMail.State state, Instant before) {
        return mails.stream()
                .filter(mail -> mail.state() == state && mail.arrived().isBefore(before))
                .count();
    }
}
