package org.posthouse.console.filters;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.config.Configurations.Described;
import org.posthouse.api.config.Configurations.Option;
import org.posthouse.api.config.Configurations.Setting;
import org.posthouse.lib.page.Form;
import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Order;

/** The settings of one PID as a form, made from their description: no setting is known here by name. */
final class SettingsForm {
    /** Begins the name of every field that is a setting. */
    static final String FIELD = "set-";
    /** The field with the name of a new instance; no setting's. */
    static final String NAME = "instance";

    private final Described described;
    private final Optional<Draft> draft;
    private final boolean fresh;

    /**
     * @param draft what was typed and refused
     * @param fresh whether it is of an instance that is not there yet
     */
    SettingsForm(Described described, Optional<Draft> draft, boolean fresh) {
        this.described = described;
        this.draft = draft;
        this.fresh = fresh;
    }

    void write(Html html, String id, String token) {
        html.element("p", described.description());
        Form form = Form.settings(html, id, token).hidden("id", described.pid()).hidden("seen", seen(described));
        for (Setting setting : described.settings()) {
            field(form, setting);
        }
        form.orders(Order.of("save", "Save", "Save the settings of " + title()), back())
                .end();
    }

    /** The form of one that is not there yet. */
    void writeNew(Html html, String id, String token) {
        html.element("p", described.description());
        Form form = Form.settings(html, id, token).hidden("id", described.pid());
        complaint(form, NAME);
        form.hint("Of letters, digits, dots and dashes: tells it from the others.")
                .field(NAME, "Name (required)", typed(NAME).orElse(List.of("")).get(0), "autocomplete", "off");
        for (Setting setting : described.settings()) {
            field(form, setting);
        }
        form.orders(Order.of("create", "Create", "Create this " + described.name()))
                .end();
    }

    private Order back() {
        return described.pid().contains("~")
                ? Order.of("delete", "Remove", "Remove " + title())
                        .asking("Remove " + title() + "? One that the distribution brings gets its defaults again.")
                : Order.of("defaults", "Defaults", "Set all of " + title() + " back to the defaults")
                        .asking("Set all settings of " + title() + " back to their defaults?");
    }

    /** What it is called, one of several by its own name. */
    String title() {
        String pid = described.pid();
        return described.name() + (pid.contains("~") ? " " + pid.substring(pid.indexOf('~') + 1) : "");
    }

    private Optional<List<String>> typed(String setting) {
        return draft.flatMap(each -> Optional.ofNullable(each.values().get(setting)));
    }

    private void complaint(Form form, String setting) {
        draft.flatMap(each -> Optional.ofNullable(each.complaints().get(setting)))
                .ifPresent(form::complaint);
    }

    /** Tells whether somebody else has changed them meanwhile. */
    static String seen(Described described) {
        return Integer.toHexString(
                described.settings().stream().map(Setting::values).toList().hashCode());
    }

    private void field(Form form, Setting setting) {
        String name = FIELD + setting.id();
        List<String> values = typed(setting.id()).orElse(setting.values());
        complaint(form, setting.id());
        form.hint(hint(setting));
        String label = setting.name()
                + (setting.required() && !setting.secret() && setting.defaults().isEmpty() ? " (required)" : "");
        Map<String, String> choices = choices(setting);
        if (setting.list() && choices.isEmpty()) {
            int rows = Math.max(2, Math.min(12, values.size() + 1));
            form.area(name, label + ", one in each line", String.join("\n", values), rows);
        } else if (setting.list()) {
            form.ticks(name, label, choices, values);
        } else if (!choices.isEmpty()) {
            form.choice(name, label, choices, values.isEmpty() ? "" : values.get(0));
        } else {
            form.field(name, label, setting.secret() || values.isEmpty() ? "" : values.get(0), kind(setting));
        }
    }

    private static Map<String, String> choices(Setting setting) {
        Map<String, String> choices = new LinkedHashMap<>();
        if (setting.type().equals("boolean")) {
            choices.put("true", "yes");
            choices.put("false", "no");
        }
        for (Option option : setting.options()) {
            choices.put(option.value(), option.name());
        }
        return choices;
    }

    /** Values are judged by the server alone, so that every door says the same. */
    private String[] kind(Setting setting) {
        if (setting.secret()) {
            return fresh
                    ? new String[] {"type", "password", "autocomplete", "new-password"}
                    : new String[] {"type", "password", "autocomplete", "new-password", "placeholder", "unchanged"};
        }
        return switch (setting.type()) {
            case "integer" -> new String[] {"autocomplete", "off", "inputmode", "numeric"};
            case "decimal" -> new String[] {"autocomplete", "off", "inputmode", "decimal"};
            default -> new String[] {"autocomplete", "off"};
        };
    }

    private static String range(Setting setting) {
        if (setting.least().isPresent() && setting.most().isPresent()) {
            return " " + setting.least().get() + " to " + setting.most().get() + ".";
        }
        return setting.least().map(least -> " At least " + least + ".").orElse("")
                + setting.most().map(most -> " At most " + most + ".").orElse("");
    }

    private String hint(Setting setting) {
        StringBuilder hint = new StringBuilder(setting.description());
        if (!hint.isEmpty() && hint.charAt(hint.length() - 1) != '.') {
            hint.append('.');
        }
        hint.append(range(setting));
        if (setting.secret() && !fresh) {
            hint.append(" It is not shown; leave it empty to keep it.");
        } else if (setting.changed() && !setting.secret()) {
            String defaults = String.join(", ", setting.defaults());
            hint.append(" Default: ")
                    .append(defaults.isEmpty() ? "empty" : defaults)
                    .append('.');
        }
        return hint.toString().strip();
    }
}
