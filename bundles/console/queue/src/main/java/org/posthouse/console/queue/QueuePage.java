package org.posthouse.console.queue;

import java.time.Clock;
import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.queue.MailQueue;
import org.posthouse.spi.console.ConsolePage;
import org.posthouse.spi.console.Said;
import org.posthouse.spi.console.Visit;

/** Mail that waits: all of it in figures, some of it in a table, one of them with all that is known, and what is to be done with it. */
@Component
public final class QueuePage implements ConsolePage {
    static final String PATH = "queue";

    private final ListView list;
    private final MailView mail;
    private final Orders orders;

    @Activate
    public QueuePage(@Reference MailQueue queue) {
        this(queue, Clock.systemUTC(), Duration.ofMillis(800));
    }

    /** @param patience how long it may look at all mails */
    QueuePage(MailQueue queue, Clock clock, Duration patience) {
        this.list = new ListView(queue, clock, patience);
        this.mail = new MailView(queue, clock);
        this.orders = new Orders(queue);
    }

    @Override
    public String path() {
        return PATH;
    }

    @Override
    public String title() {
        return "Queue";
    }

    @Override
    public int place() {
        return 20;
    }

    @Override
    public String show(Visit visit) throws MailException {
        return visit.below().isEmpty() ? list.write(visit) : mail.write(visit);
    }

    @Override
    public Said act(Visit visit) throws MailException {
        return orders.carryOut(visit);
    }
}
