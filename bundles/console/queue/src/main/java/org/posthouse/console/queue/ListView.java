package org.posthouse.console.queue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.queue.MailQueue;
import org.posthouse.api.queue.QueuedMail;
import org.posthouse.api.queue.Selection;
import org.posthouse.console.queue.Survey.Figures;
import org.posthouse.lib.page.Form;
import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Links;
import org.posthouse.lib.page.Order;
import org.posthouse.lib.page.Paging;
import org.posthouse.lib.page.Rows;
import org.posthouse.lib.page.Section;
import org.posthouse.lib.page.Words;
import org.posthouse.spi.console.Visit;

/** The queue as a whole: figures by domain, and the mails that are wanted, with what can be done with those that are ticked or with all. */
final class ListView {
    private static final int ROWS = 50;
    /** Who wants to see more narrows it down. */
    private static final int MOST = 5_000;

    private static final int DOMAINS = 20;

    private final MailQueue queue;
    private final Clock clock;
    private final Duration patience;

    ListView(MailQueue queue, Clock clock, Duration patience) {
        this.queue = queue;
        this.clock = clock;
        this.patience = patience;
    }

    String write(Visit visit) throws MailException {
        Choice choice = Choice.of(visit);
        Selection wanted = choice.selection();
        Sorting sorting = Sorting.of(visit.parameter("sort"));
        long begun = System.nanoTime();
        Survey survey = survey(wanted, sorting, () -> System.nanoTime() - begun > patience.toNanos());
        Html html = Html.part().element("h1", "Queue");
        String order = visit.parameter("all");
        if (!order.isEmpty()) {
            question(html, visit, choice, order, survey);
        }
        Section.write(html, "summary", "Summary", part -> summary(part, survey));
        html.open("section", "aria-label", "which mails");
        search(html, choice, sorting);
        html.close();
        Section.write(html, "list", "Mails", part -> table(part, visit, choice, sorting, survey));
        return html.toString();
    }

    private Survey survey(Selection wanted, Sorting sorting, BooleanSupplier late) throws MailException {
        return Survey.of(queue.waiting(), wanted, sorting.order(), MOST, late);
    }

    private void summary(Html html, Survey survey) {
        Figures all = survey.all();
        if (all.mails() == 0) {
            html.element("p", "No mail waits.", "class", "quiet");
            return;
        }
        html.element(
                "p",
                Deed.mails(all.mails()) + ", " + Words.size(all.octets()) + ": " + states(all) + ". The oldest came "
                        + ago(all.oldest()) + " ago.");
        if (!survey.whole()) {
            partly(html, survey);
        }
        Rows rows = new Rows(
                html,
                "Mail by domain of recipients",
                "Domain",
                "Mails",
                "Active",
                "Deferred",
                "Held",
                "Size",
                "Oldest");
        for (Map.Entry<String, Figures> each : survey.busiest(DOMAINS)) {
            Figures its = each.getValue();
            rows.begin()
                    .link(each.getKey(), Links.to(QueuePage.PATH, "domain", each.getKey()))
                    .figure(its.mails())
                    .figure(its.of(QueuedMail.State.ACTIVE))
                    .figure(its.of(QueuedMail.State.DEFERRED))
                    .figure(its.of(QueuedMail.State.HELD))
                    .figure(Words.size(its.octets()))
                    .figure(ago(its.oldest()))
                    .end();
        }
        rows.close();
        if (survey.domains() > DOMAINS) {
            html.element(
                    "p",
                    "These are the " + DOMAINS + " with most mail of "
                            + (survey.domains() < Survey.DOMAINS ? "" : "more than ") + survey.domains() + ".",
                    "class",
                    "quiet");
        }
    }

    private static void partly(Html html, Survey survey) {
        html.element(
                "p",
                "Looking took too long: these figures are of the first "
                        + survey.all().mails() + " mails only, in no order.",
                "class",
                "said");
    }

    private static String states(Figures figures) {
        List<String> words = new ArrayList<>();
        for (QueuedMail.State state : QueuedMail.State.values()) {
            words.add(figures.of(state) + " " + Choice.word(state));
        }
        return String.join(", ", words);
    }

    private String ago(Instant moment) {
        return Words.rough(Duration.between(moment, clock.instant()));
    }

    private static void search(Html html, Choice choice, Sorting sorting) {
        Map<String, String> states = new LinkedHashMap<>();
        states.put("", "any");
        for (QueuedMail.State state : QueuedMail.State.values()) {
            states.put(Choice.word(state), Choice.word(state));
        }
        Form.search(html, "find")
                .field("domain", "Domain", choice.domain(), "placeholder", "of a recipient")
                .field("sender", "Sender", choice.sender(), "placeholder", "address, or <>")
                .choice("state", "State", states, choice.state())
                .choice("sort", "Sorted", Sorting.words(), sorting.key())
                .end("Show");
    }

    private void table(Html html, Visit visit, Choice choice, Sorting sorting, Survey survey) {
        if (survey.fitting() == 0) {
            html.element("p", choice.all() ? "There is nothing to list." : "No mail fits.", "class", "quiet");
            return;
        }
        html.element(
                "p",
                Deed.mails(survey.fitting()) + (choice.all() ? "" : " " + choice.words()) + ", "
                        + Sorting.words().get(sorting.key())
                        + (survey.fitting() > MOST ? "; these are the first " + MOST + ", narrow it down" : "") + ".",
                "class",
                "quiet");
        if (!survey.whole()) {
            partly(html, survey);
        }
        Paging paging = Paging.of(
                visit.parameter("page"), ROWS, Math.min(MOST, survey.first().size()));
        html.open("form", "method", "post", "id", "ticked", "class", "form");
        html.open("input", "type", "hidden", "name", Form.TOKEN, "value", visit.token());
        Rows rows = Rows.wide(
                html,
                "Mail that waits",
                "Tick",
                "Mail",
                "State",
                "Age",
                "Next try",
                "From",
                "To",
                "Size",
                "Last reply");
        paging.of(survey.first()).forEach(mail -> row(rows, mail));
        rows.close();
        html.open("p", "class", "orders").element("span", "With those that are ticked:");
        for (Deed deed : Deed.values()) {
            html.written(button(deed));
        }
        html.close().close();
        paging.write(html, parameters(choice, sorting));
        everything(html, choice, sorting, survey);
    }

    private static String button(Deed deed) {
        Html part = Html.part();
        String name = deed.label() + " those that are ticked";
        if (deed.grave()) {
            part.element(
                    "button",
                    deed.label(),
                    "name",
                    "action",
                    "value",
                    deed.key(),
                    "aria-label",
                    name,
                    "class",
                    "grave",
                    "data-confirm",
                    deed.warningOfAll("Those that are ticked"));
        } else {
            part.element("button", deed.label(), "name", "action", "value", deed.key(), "aria-label", name);
        }
        return part.toString();
    }

    private static String[] parameters(Choice choice, Sorting sorting) {
        List<String> all = new ArrayList<>(List.of(choice.parameters()));
        all.add("sort");
        all.add(sorting == Sorting.OLDEST ? "" : sorting.key());
        return all.toArray(String[]::new);
    }

    private void row(Rows rows, QueuedMail mail) {
        boolean held = mail.state() == QueuedMail.State.HELD;
        rows.begin()
                .cell(html -> html.open(
                        "input",
                        "type",
                        "checkbox",
                        "name",
                        "tick",
                        "value",
                        mail.id(),
                        "aria-label",
                        "Tick mail " + mail.id()))
                .id(mail.id(), Links.to(QueuePage.PATH) + "/" + mail.id())
                .badge(Choice.word(mail.state()), held ? "fair" : "plain")
                .number(ago(mail.arrived()))
                .number(next(mail, clock.instant()))
                .address(sender(mail))
                .address(recipients(mail))
                .figure(Words.size(mail.size()))
                .sentence(reply(mail))
                .end();
    }

    /** Leads to the question whether it shall be done with all that fit. */
    private static void everything(Html html, Choice choice, Sorting sorting, Survey survey) {
        Map<String, String> deeds = new LinkedHashMap<>();
        for (Deed deed : Deed.values()) {
            deeds.put(deed.key(), deed.label());
        }
        Form form = Form.search(html, "everything");
        String[] parameters = parameters(choice, sorting);
        for (int i = 0; i < parameters.length; i += 2) {
            form.hidden(parameters[i], parameters[i + 1]);
        }
        form.choice(
                        "all",
                        "With all " + survey.fitting() + " mails" + (choice.all() ? "" : " " + choice.words()),
                        deeds,
                        "")
                .end("Go on");
    }

    /** Before something is done with very many: how many there are, and a button. */
    private static void question(Html html, Visit visit, Choice choice, String order, Survey survey)
            throws MailException {
        Deed deed = Deed.of(order);
        String count = Deed.mails(survey.fitting())
                + (survey.whole() ? "" : " at least")
                + (choice.all() ? ", all there are," : " (" + choice.words() + ")");
        html.open("section", "class", "asked", "aria-label", "a question");
        html.element("p", deed.warningOfAll(count), "class", "said");
        Form form = Form.post(html, "sure", visit.token()).hidden("all", deed.key());
        String[] parameters = choice.parameters();
        for (int i = 0; i < parameters.length; i += 2) {
            form.hidden(parameters[i], parameters[i + 1]);
        }
        form.order(Order.of(
                        deed.key(),
                        "Yes: " + deed.label() + " " + Deed.mails(survey.fitting()),
                        "Yes: " + deed.label() + " " + Deed.mails(survey.fitting())))
                .end();
        html.open("p")
                .link("No, do nothing", Links.to(QueuePage.PATH, choice.parameters()))
                .close()
                .close();
    }

    static String next(QueuedMail mail, Instant now) {
        Instant next = Sorting.next(mail);
        if (mail.state() == QueuedMail.State.HELD || next.equals(Instant.MAX)) {
            return "";
        }
        return next.isAfter(now) ? "in " + Words.rough(Duration.between(now, next)) : "now";
    }

    static String sender(QueuedMail mail) {
        return mail.sender().map(Address::toString).orElse(Choice.NULL);
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
