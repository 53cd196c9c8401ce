package org.posthouse.console.web.page;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.queue.MailQueue;
import org.posthouse.api.queue.QueuedMail;
import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Words;

/** Mail that waits, the oldest first. */
public final class QueueSection implements Section {
    private static final int MOST = 50;

    private final MailQueue queue;
    private final Clock clock;

    public QueueSection(MailQueue queue, Clock clock) {
        this.queue = queue;
        this.clock = clock;
    }

    @Override
    public String id() {
        return "queue";
    }

    @Override
    public String title() {
        return "Queue";
    }

    @Override
    public void write(Html html) throws MailException {
        List<QueuedMail> all = queue.list();
        if (all.isEmpty()) {
            html.element("p", "No mail waits.", "class", "quiet");
            return;
        }
        Rows rows = new Rows(html, "Mail", "State", "Next try", "From", "To", "Size", "Last reply", "");
        for (QueuedMail mail : all.subList(0, Math.min(MOST, all.size()))) {
            boolean held = mail.state() == QueuedMail.State.HELD;
            rows.begin()
                    .link(mail.id(), Paths.trace(mail.id()))
                    .badge(mail.state().name().toLowerCase(Locale.ROOT), held ? "fair" : "plain")
                    .cell(next(mail))
                    .cell(mail.sender().map(Address::toString).orElse("<>"))
                    .cell(recipients(mail))
                    .number(Words.size(mail.size()))
                    .cell(reply(mail))
                    .buttons(Paths.QUEUE, "id", mail.id(), List.of("retry", held ? "release" : "hold", "delete"))
                    .end();
        }
        rows.close();
        if (all.size() > MOST) {
            html.element("p", "These are the oldest " + MOST + " of " + all.size() + ".", "class", "quiet");
        }
    }

    private String next(QueuedMail mail) {
        Optional<Instant> next =
                mail.recipients().stream().flatMap(each -> each.next().stream()).min(Comparator.naturalOrder());
        if (mail.state() == QueuedMail.State.HELD || next.isEmpty()) {
            return "";
        }
        Duration left = Duration.between(clock.instant(), next.get());
        return left.isNegative() ? "now" : "in " + Words.rough(left);
    }

    private static String recipients(QueuedMail mail) {
        List<QueuedMail.Step> all = mail.recipients();
        String first = all.isEmpty() ? "" : all.get(0).address().toString();
        return all.size() > 1 ? first + " and " + (all.size() - 1) + " more" : first;
    }

    private static String reply(QueuedMail mail) {
        return mail.recipients().stream()
                .map(QueuedMail.Step::reply)
                .filter(each -> !each.isEmpty())
                .findFirst()
                .orElse("");
    }
}
