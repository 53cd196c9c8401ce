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
                    "Nothing was saved: "
                            + (complaints.size() == 1
                                    ? complaints.values().iterator().next()
                                    : complaints.size() + " settings are not what they may be."));
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
        house.configurations().set(pid, typed);
        return Said.done(described.name() + ": saved " + String.join(", ", typed.keySet()) + ". It acts at once.")
                .then(visit.below());
    }

    Said defaults(Visit visit) throws MailException {
        String pid = visit.parameter("id");
        house.configurations().reset(pid);
        return Said.done(pid + " has its defaults again.").then(visit.below());
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
