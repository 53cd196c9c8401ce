package org.posthouse.console.filters;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.config.Configurations.Described;
import org.posthouse.api.config.Configurations.Setting;
import org.posthouse.api.mail.MailException;
import org.posthouse.lib.page.Kept;
import org.posthouse.lib.page.Links;
import org.posthouse.spi.console.Said;
import org.posthouse.spi.console.Visit;

/** Saves settings as they were typed, all or none. */
final class SettingsOrder {
    private static final String INSTANCE = "[A-Za-z0-9][A-Za-z0-9._-]{0,60}";

    private final House house;
    private final Kept<Draft> drafts;

    SettingsOrder(House house, Kept<Draft> drafts) {
        this.house = house;
        this.drafts = drafts;
    }

    Said save(Visit visit) throws MailException {
        String pid = visit.parameter("id");
        Optional<Described> found = house.configurations().show(pid);
        if (found.isEmpty()) {
            return Said.notDone("Nothing was saved: " + pid
                    + " is not there any more. Its bundle has been removed or replaced since this form was opened.");
        }
        Described described = found.get();
        Map<String, List<String>> typed = typed(described, visit);
        Map<String, String> complaints = house.configurations().complaints(pid, typed);
        if (!complaints.isEmpty()) {
            return again(
                    visit,
                    new Draft(pid, shown(described, typed), complaints),
                    "Nothing was saved: " + sentence(complaints));
        }
        if (!SettingsForm.seen(described).equals(visit.parameter("seen"))) {
            return again(
                    visit,
                    new Draft(pid, shown(described, typed), Map.of()),
                    "Nothing was saved: somebody has changed"
                            + " these settings since this form was opened. It shows what you typed; save again if it is to be so.");
        }
        if (typed.isEmpty()) {
            return Said.notDone("Nothing was changed.").then(visit.below());
        }
        house.changedBy(visit).set(pid, typed);
        return Said.done(described.name() + ": saved " + String.join(", ", typed.keySet()) + ". It acts at once.")
                .then(visit.below());
    }

    Said defaults(Visit visit) throws MailException {
        String pid = visit.parameter("id");
        house.changedBy(visit).reset(pid);
        return Said.done(pid + " has its defaults again.").then(visit.below());
    }

    /** One more of what there may be several of. */
    Said create(Visit visit) throws MailException {
        String factory = visit.parameter("id");
        Optional<Described> found = house.configurations().show(factory);
        if (found.isEmpty() || !house.factories(visit.below()).contains(factory)) {
            return Said.notDone("Nothing was made: " + factory + " is not there any more.");
        }
        String name = visit.parameter(SettingsForm.NAME).strip();
        Map<String, List<String>> typed = typed(found.get(), visit);
        Map<String, String> complaints =
                new LinkedHashMap<>(house.configurations().complaints(factory, typed));
        if (!name.matches(INSTANCE)) {
            complaints.put(
                    SettingsForm.NAME,
                    "A name has letters, digits, dots and dashes, and begins with a letter or digit.");
        } else if (house.configurations().pids().contains(factory + "~" + name)) {
            complaints.put(SettingsForm.NAME, "There is one of this name already.");
        }
        if (!complaints.isEmpty()) {
            Map<String, List<String>> shown = shown(found.get(), typed);
            shown.put(SettingsForm.NAME, List.of(name));
            return again(visit, new Draft(factory, shown, complaints), "Nothing was made: " + sentence(complaints));
        }
        house.changedBy(visit).set(factory + "~" + name, typed);
        return Said.done(found.get().name() + " " + name + " is there. It acts at once.")
                .then(visit.below());
    }

    /** Takes an instance away again. */
    Said delete(Visit visit) throws MailException {
        String pid = visit.parameter("id");
        if (!pid.contains("~") || !house.pids(visit.below()).contains(pid)) {
            return Said.notDone("Nothing was removed: " + pid + " is not there any more.");
        }
        house.changedBy(visit).reset(pid);
        boolean stays = house.configurations().pids().contains(pid);
        return Said.done(pid + (stays ? " is of the distribution, and has its defaults again." : " is removed."))
                .then(visit.below());
    }

    private static String sentence(Map<String, String> complaints) {
        return complaints.size() == 1
                ? complaints.values().iterator().next()
                : complaints.size() + " settings are not what they may be.";
    }

    private Said again(Visit visit, Draft draft, String sentence) {
        return Said.notDone(sentence).then(visit.below() + Links.here(Draft.PARAMETER, drafts.keep(draft)));
    }

    /** What differs from what is set. */
    private static Map<String, List<String>> typed(Described described, Visit visit) {
        Map<String, List<String>> typed = new LinkedHashMap<>();
        for (Setting setting : described.settings()) {
            Optional<List<String>> values = values(setting, visit);
            values.filter(each -> !each.equals(setting.values()))
                    .filter(each ->
                            !(each.equals(List.of("")) && (setting.values().isEmpty() || setting.secret())))
                    .ifPresent(each -> typed.put(setting.id(), each));
        }
        return typed;
    }

    /** Empty if the form had no such field. */
    private static Optional<List<String>> values(Setting setting, Visit visit) {
        String name = SettingsForm.FIELD + setting.id();
        if (setting.list() && !setting.options().isEmpty()) {
            List<String> ticked = new ArrayList<>();
            setting.options().stream()
                    .filter(option ->
                            !visit.parameter(name + "=" + option.value()).isEmpty())
                    .forEach(option -> ticked.add(option.value()));
            return Optional.of(ticked);
        }
        List<String> given = visit.parameters(name);
        if (given.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                setting.list()
                        ? given.get(0).lines().filter(line -> !line.isBlank()).toList()
                        : List.of(given.get(0)));
    }

    private static Map<String, List<String>> shown(Described described, Map<String, List<String>> typed) {
        Map<String, List<String>> shown = new LinkedHashMap<>(typed);
        described.settings().stream().filter(Setting::secret).forEach(each -> shown.remove(each.id()));
        return shown;
    }
}
