package org.posthouse.console.filters;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.pipeline.Intake;
import org.posthouse.api.pipeline.Intake.Step;
import org.posthouse.api.plugin.PlugIns.PlugIn;
import org.posthouse.lib.page.Kept;
import org.posthouse.lib.page.Words;
import org.posthouse.spi.console.Said;
import org.posthouse.spi.console.Visit;

/** What an administrator has done with plug-ins, by the buttons of the page. */
final class Orders {
    private static final Set<String> POLICIES = Set.of("", "pass", "defer", "hold");

    private final House house;
    private final SettingsOrder settings;
    private final Upload upload;

    Orders(House house, Kept<Refused> refused, Kept<Draft> drafts) {
        this.house = house;
        this.settings = new SettingsOrder(house, drafts);
        this.upload = new Upload(house, refused);
    }

    Said carryOut(Visit visit) throws MailException {
        if (!visit.below().isEmpty() && house.find(visit.below()).isEmpty()) {
            return Said.notDone("Nothing was done: " + visit.below()
                            + " is gone; it has been removed since this page was opened.")
                    .then("?");
        }
        return switch (visit.parameter("action")) {
            case "start", "stop", "undo", "remove" -> change(visit);
            case "earlier" -> move(visit, true);
            case "later" -> move(visit, false);
            case "policy" -> policy(visit);
            case "save" -> settings.save(visit);
            case "defaults" -> settings.defaults(visit);
            case "create" -> settings.create(visit);
            case "delete" -> settings.delete(visit);
            case "install", "update" -> upload.take(visit);
            default -> Said.notDone("There is no such order.");
        };
    }

    /** Whichever it is, it may be this page's own bundle. */
    private Said change(Visit visit) throws MailException {
        String action = visit.parameter("action");
        String name = visit.parameter("name");
        Optional<PlugIn> before = house.find(name);
        if (before.isEmpty()) {
            return Said.notDone("Nothing was done: there is no plug-in " + name + ".");
        }
        Optional<String> kept = action.equals("stop") ? PlugInTable.keptOn(before.get()) : Optional.empty();
        if (kept.isPresent()) {
            return Said.notDone(Words.plugIn(name) + " stays on: " + kept.get() + ".");
        }
        String next = visit.below().isEmpty() ? "?" : visit.below();
        return switch (action) {
            case "start" ->
                Said.by(() -> now(house.plugIns().start(name), "is on").then(next));
            case "undo" ->
                Said.by(() ->
                        now(house.plugIns().undo(name), "is in charge again").then(next));
            case "stop" -> Said.by(() -> stop(before.get()).then(next));
            default -> Said.by(() -> remove(name));
        };
    }

    /** What ran until now is off; what would run next time may be another version. */
    private Said stop(PlugIn before) throws MailException {
        house.plugIns().stop(before.name());
        return now(before, "is off");
    }

    private static Said now(PlugIn plugIn, String what) {
        return Said.done(Words.plugIn(plugIn.name()) + " " + plugIn.version() + " " + what + ".");
    }

    private Said remove(String name) throws MailException {
        house.plugIns().remove(name);
        String word = Words.plugIn(name);
        return house.find(name)
                .map(now -> Said.done(
                        word + " is removed from plugins/; " + now.version() + " of the distribution is in charge."))
                .orElse(Said.done(word + " is gone."))
                .then("?");
    }

    private Said move(Visit visit, boolean earlier) throws MailException {
        String id = visit.parameter("id");
        int slash = id.indexOf('/');
        String stage = id.substring(0, Math.max(0, slash));
        String plugIn = id.substring(slash + 1);
        List<Step> before = house.intake().order();
        Optional<List<String>> order = Sequence.moved(before, stage, plugIn, earlier);
        if (order.isEmpty()) {
            return Said.notDone("Nothing was done: there is nobody to change places with any more.")
                    .then("?");
        }
        house.changedBy(visit).set(Policies.PIPELINE, Map.of(Intake.ORDER_SETTING, order.get()));
        List<Step> after = house.intake().order();
        String word = Words.plugIn(plugIn);
        if (Sequence.at(stage, after).equals(Sequence.at(stage, before))) {
            return Said.notDone(word + " stays in its place: one of the two needs what the other finds.")
                    .then("?");
        }
        return Said.done(word + " judges " + (earlier ? "earlier" : "later") + " now.")
                .then("?");
    }

    private Said policy(Visit visit) throws MailException {
        Policies wanted = new Policies(visit.parameter("away"), visit.parameter("failing"));
        if (!POLICIES.contains(wanted.away()) || !POLICIES.contains(wanted.failing())) {
            return Said.notDone("Nothing was saved: it is pass, defer or hold.");
        }
        wanted.save(house, visit);
        return Said.done("Saved what becomes of mail that " + Words.plugIn(visit.below()) + " does not judge.")
                .then(visit.below());
    }
}
