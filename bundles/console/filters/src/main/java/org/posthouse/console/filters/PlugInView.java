package org.posthouse.console.filters;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.config.Configurations.Described;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.pipeline.Intake.Step;
import org.posthouse.api.plugin.Breaker;
import org.posthouse.api.plugin.PlugIns.PlugIn;
import org.posthouse.api.plugin.Reason;
import org.posthouse.lib.page.Form;
import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Kept;
import org.posthouse.lib.page.Order;
import org.posthouse.lib.page.Section;
import org.posthouse.lib.page.Words;
import org.posthouse.spi.console.Visit;

/** All about one plug-in: how it fares, what it lacks, its settings, and changing it. */
final class PlugInView {
    private final House house;
    private final Kept<Refused> refused;
    private final Kept<Draft> drafts;

    PlugInView(House house, Kept<Refused> refused, Kept<Draft> drafts) {
        this.house = house;
        this.refused = refused;
        this.drafts = drafts;
    }

    String write(Visit visit) {
        Html html = Html.part();
        Optional<PlugIn> found = house.find(visit.below());
        if (found.isEmpty()) {
            return html.element("h1", visit.below())
                    .element("p", "There is no such plug-in, or it has been removed.", "class", "said bad")
                    .toString();
        }
        PlugIn plugIn = found.get();
        html.element("h1", Words.plugIn(plugIn.name()));
        refused.find(visit.parameter(Refused.PARAMETER))
                .ifPresent(each -> Section.write(html, "refused", "Not replaced", each::write));
        Section.write(html, "state", "State", inner -> state(inner, plugIn, visit.token()));
        Section.write(html, "missing", "What is missing or wrong", inner -> missing(inner, plugIn));
        List<Breaker> breakers = house.breakersOf(plugIn.name());
        for (int i = 0; i < breakers.size(); i++) {
            Breaker breaker = breakers.get(i);
            Section.write(html, id("breaker", i), "How it fares", inner -> breaker(inner, breaker));
        }
        house.intake().order().stream()
                .filter(step -> step.plugin().equals(plugIn.name()))
                .findFirst()
                .ifPresent(step -> Section.write(
                        html, "policy", "Mail that it does not judge", inner -> policy(inner, step, visit.token())));
        Optional<Draft> draft = drafts.find(visit.parameter(Draft.PARAMETER));
        List<String> pids = house.pids(plugIn.name());
        for (int i = 0; i < pids.size(); i++) {
            int place = i;
            house.configurations()
                    .show(pids.get(i))
                    .ifPresent(each -> settings(html, place, each, draft, visit.token()));
        }
        List<String> factories = house.factories(plugIn.name());
        for (int i = 0; i < factories.size(); i++) {
            int place = i;
            house.configurations()
                    .show(factories.get(i))
                    .ifPresent(each -> newOne(html, place, each, draft, visit.token()));
        }
        Section.write(html, "update", "Update", inner -> upload(inner, plugIn, visit.token()));
        return html.toString();
    }

    /** Of letters alone, as a section's id must be, and of its own on the page. */
    private static String id(String begin, int place) {
        return begin + "x".repeat(place);
    }

    private void state(Html html, PlugIn plugIn, String token) {
        Facts facts = new Facts(html)
                .fact("Name", plugIn.name())
                .fact("Version", plugIn.version())
                .fact("Role", plugIn.role())
                .badge("State", plugIn.state(), PlugInTable.grade(plugIn.state()));
        if (!plugIn.since().equals(Instant.EPOCH)) {
            facts.fact("Since", Words.time(plugIn.since()));
        }
        facts.fact("Used", plugIn.used() ? "yes" : "no")
                .fact("File", plugIn.file().map(Object::toString).orElse("of the distribution"))
                .end();
        List<Order> orders = PlugInTable.orders(plugIn);
        if (!orders.isEmpty()) {
            Form.orders(html, token, "name", plugIn.name(), orders);
        }
    }

    private void missing(Html html, PlugIn plugIn) throws MailException {
        // Of what there may be several there may also be none.
        List<String> factories = house.factories(plugIn.name());
        // How it fares when it is called is told below.
        List<String> told =
                house.breakersOf(plugIn.name()).stream().map(Breaker::reason).toList();
        List<Reason> reasons = house.plugIns().reasons(plugIn.name()).stream()
                .filter(each -> each.kind() != Reason.Kind.CONFIGURATION || !factories.contains(each.needs()))
                .filter(each -> !told.contains(each.sentence()))
                .toList();
        if (reasons.isEmpty()) {
            boolean well = told.stream().allMatch(String::isEmpty);
            html.element(
                    "p",
                    well
                            ? "It runs, and nothing is missing."
                            : "Nothing is missing, but it fails: see below how it fares.");
        } else {
            Refused.reasons(html, reasons);
        }
    }

    private static void breaker(Html html, Breaker breaker) {
        html.element("p", Calling.sentence(breaker));
        Facts facts = new Facts(html)
                .fact("Component", breaker.component() + ", version " + breaker.version())
                .badge("State", Calling.word(breaker.state()), Calling.grade(breaker.state()))
                .fact("Since", Words.time(breaker.since()))
                .fact("Calls", Calling.calls(List.of(breaker)));
        breaker.nextTry().ifPresent(next -> facts.fact("Next try", Words.time(next)));
        if (!breaker.lastFailure().isEmpty()) {
            facts.fact("Last failure", breaker.lastFailure());
        }
        if (breaker.abandoned() > 0) {
            facts.fact("Places lost to calls that do not come back", breaker.abandoned());
        }
        if (breaker.calls() > 0) {
            facts.fact("Takes", Calling.takes(breaker));
        }
        facts.end();
    }

    private void policy(Html html, Step step, String token) {
        Policies now = Policies.of(house, step.plugin());
        html.element(
                "p",
                "Now such mail " + Policies.words(step.onAbsence()) + " while it is away, and "
                        + Policies.words(step.onFailure()) + " when it fails.");
        Map<String, String> words = new LinkedHashMap<>();
        words.put("", "as the filter itself says");
        words.put("pass", "pass: the mail goes on without its judgement");
        words.put("defer", "defer: the sender is told to try later");
        words.put("hold", "hold: it is accepted, and waits in the queue");
        Form.post(html, "missed", token)
                .hidden("action", "policy")
                .hidden("name", step.plugin())
                .choice("away", "While it is away", words, now.away())
                .choice("failing", "When it fails", words, now.failing())
                .end("Save");
    }

    private static void settings(Html html, int place, Described described, Optional<Draft> draft, String token) {
        Optional<Draft> its = draft.filter(each -> each.pid().equals(described.pid()));
        SettingsForm form = new SettingsForm(described, its, false);
        boolean one = !described.pid().contains("~");
        Section.write(
                html,
                id("settings", place),
                form.title(),
                inner -> folded(
                        inner,
                        one || its.isPresent(),
                        id("fold", place),
                        "Settings",
                        part -> form.write(part, id("form", place), token)));
    }

    private static void newOne(Html html, int place, Described described, Optional<Draft> draft, String token) {
        Optional<Draft> its = draft.filter(each -> each.pid().equals(described.pid()));
        SettingsForm form = new SettingsForm(described, its, true);
        Section.write(
                html,
                id("another", place),
                "New: " + described.name(),
                inner -> folded(
                        inner,
                        its.isPresent(),
                        id("unfold", place),
                        "Create one more",
                        part -> form.writeNew(part, id("new", place), token)));
    }

    /** Of what there may be many the forms are out of the way until they are wanted. */
    private static void folded(Html html, boolean open, String id, String words, Section.Part part)
            throws MailException {
        if (open) {
            part.write(html);
            return;
        }
        html.open("details", "id", id).element("summary", words);
        part.write(html);
        html.close();
    }

    private static void upload(Html html, PlugIn plugIn, String token) {
        html.element(
                "p",
                "The jar takes the place of " + plugIn.version()
                        + " while mail flows; if it does not run, nothing changes.");
        Form.upload(html, "jar", token)
                .hidden("action", "update")
                .hidden("name", plugIn.name())
                .file("Jar of the new version", ".jar")
                .end("Update");
    }
}
