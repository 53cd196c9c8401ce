package org.posthouse.console.queue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.queue.MailQueue;
import org.posthouse.api.queue.QueuedMail;
import org.posthouse.lib.page.Form;
import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Links;
import org.posthouse.lib.page.Order;
import org.posthouse.lib.page.Rows;
import org.posthouse.lib.page.Section;
import org.posthouse.lib.page.Words;
import org.posthouse.spi.console.Visit;

/** One mail that waits: its envelope, where each recipient stands, and its header. Never its body. */
final class MailView {
    /** Octets of a header that are shown. */
    private static final int HEADER = 32 * 1024;

    private static final int RECIPIENTS = 1_000;

    private final MailQueue queue;
    private final Clock clock;

    MailView(MailQueue queue, Clock clock) {
        this.queue = queue;
        this.clock = clock;
    }

    String write(Visit visit) throws MailException {
        String id = visit.below();
        Html html = Html.part().element("h1", "Mail " + id);
        html.open("p")
                .link("What happened to it", Links.to("messages") + "/" + (id.matches("[A-Za-z0-9]+") ? id : ""))
                .close();
        Optional<QueuedMail> found = queue.find(id);
        if (found.isEmpty()) {
            html.element("p", "This mail is not in the queue, or not any more.", "class", "said");
            return html.toString();
        }
        QueuedMail mail = found.get();
        Section.write(html, "envelope", "Envelope", part -> envelope(part, mail));
        orders(html, visit, mail);
        Section.write(html, "recipients", "Recipients", part -> recipients(part, mail));
        Section.write(html, "header", "Header", part -> header(part, id));
        return html.toString();
    }

    private void envelope(Html html, QueuedMail mail) {
        boolean held = mail.state() == QueuedMail.State.HELD;
        html.open("dl", "class", "facts");
        html.element("dt", "From").element("dd", ListView.sender(mail));
        html.element("dt", "State")
                .open("dd")
                .badge(Choice.word(mail.state()), held ? "fair" : "plain")
                .close();
        html.element("dt", "Arrived")
                .element(
                        "dd",
                        Words.time(mail.arrived()) + ", "
                                + Words.rough(Duration.between(mail.arrived(), clock.instant())) + " ago");
        html.element("dt", "Size").element("dd", Words.size(mail.size()));
        String next = ListView.next(mail, clock.instant());
        html.element("dt", "Next try")
                .element("dd", next.isEmpty() ? "none" : next)
                .close();
    }

    private static void orders(Html html, Visit visit, QueuedMail mail) {
        Form form = Form.post(html, "orders", visit.token()).hidden("id", mail.id());
        for (Deed deed : Deed.values()) {
            Order order = Order.of(deed.key(), deed.label(), deed.label() + " mail " + mail.id());
            form.order(deed.grave() ? order.asking(deed.warning("Mail " + mail.id())) : order);
        }
        form.end();
    }

    private void recipients(Html html, QueuedMail mail) {
        Rows rows = new Rows(html, "Recipients that are not done", "Recipient", "Attempts", "Next try", "Last reply");
        mail.recipients().stream().limit(RECIPIENTS).forEach(step -> rows.begin()
                .address(step.address())
                .number(step.attempts())
                .number(step.next().map(Words::time).orElse(""))
                .cell(step.status().map(status -> status + " ").orElse("") + step.reply())
                .end());
        rows.close();
        if (mail.recipients().size() > RECIPIENTS) {
            html.element(
                    "p",
                    "These are the first " + RECIPIENTS + " of "
                            + mail.recipients().size() + ".",
                    "class",
                    "quiet");
        }
    }

    private void header(Html html, String id) throws MailException {
        Optional<Content> message = queue.message(id);
        if (message.isEmpty()) {
            html.element("p", "The message is gone meanwhile.", "class", "quiet");
            return;
        }
        try (Content content = message.get()) {
            byte[] begin = content.bytes(0, HEADER);
            int end = end(begin);
            // What is no UTF-8 is shown as a sign of its own.
            String lines = new String(begin, 0, end, StandardCharsets.UTF_8).replace("\r\n", "\n");
            html.element("pre", lines, "class", "raw", "tabindex", "0", "aria-labelledby", "header-title");
            if (end == begin.length && content.size() > HEADER) {
                html.element(
                        "p", "The header is longer: these are its first " + Words.size(HEADER) + ".", "class", "quiet");
            }
        } catch (IOException e) {
            throw MailException.notNow("the message could not be read", e);
        }
    }

    /** Where the header ends: before the first empty line, RFC 5322 §2.1. */
    private static int end(byte[] octets) {
        int line = 0;
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == '\n') {
                if (i == line || (i == line + 1 && octets[line] == '\r')) {
                    return line;
                }
                line = i + 1;
            }
        }
        return octets.length;
    }
}
