package org.posthouse.console.shell;

import static org.posthouse.console.shell.DomainCommands.fields;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.config.Configurations.Described;
import org.posthouse.api.config.Configurations.Setting;
import org.posthouse.api.mail.MailException;
import org.posthouse.console.shell.Command.Trait;

/** {@code posthouse config …}: every setting there is. */
final class ConfigCommands {
    private ConfigCommands() {}

    static List<Command> all() {
        return List.of(
                Command.of("config list", "", "list everything that can be set", ConfigCommands::list)
                        .with(Trait.LOOKS, Trait.OFFLINE),
                Command.of("config show", "PID", "show the settings of one part", ConfigCommands::show)
                        .with(Trait.LOOKS, Trait.OFFLINE),
                Command.of(
                                "config set",
                                "PID KEY=VALUE…",
                                "change settings; a list is given by KEY= once for each element",
                                ConfigCommands::set)
                        .with(Trait.OFFLINE),
                Command.of("config reset", "PID", "back to the defaults", ConfigCommands::reset)
                        .with(Trait.OFFLINE),
                Command.of("config changed", "", "list what differs from the defaults", ConfigCommands::changed)
                        .with(Trait.LOOKS, Trait.OFFLINE),
                HistoryCommands.history(),
                HistoryCommands.undo());
    }

    private static int list(Call call) throws MailException, IOException {
        Table table = new Table("PID", "NAME", "CHANGED").spare("NAME");
        List<Object> json = new ArrayList<>();
        for (String pid : call.ask(Configurations.class, Configurations::pids)) {
            Described described = find(call, pid);
            List<String> changed = described.settings().stream()
                    .filter(Setting::changed)
                    .map(Setting::id)
                    .toList();
            table.row(pid, described.name(), String.join(", ", changed));
            json.add(fields("pid", pid, "name", described.name(), "changed", changed));
        }
        call.answer(json, table);
        return Commands.DONE;
    }

    private static int show(Call call) throws MailException, IOException {
        Described described = find(call, pid(call));
        Table table = new Table("KEY", "VALUE", "DEFAULT", "WHAT IT DOES");
        List<Object> settings = new ArrayList<>();
        for (Setting setting : described.settings()) {
            table.row(
                    setting.id(),
                    setting.secret() ? "(secret)" : String.join(", ", setting.values()),
                    setting.changed() ? String.join(", ", setting.defaults()) : "",
                    setting.description());
            settings.add(fields(
                    "id", setting.id(),
                    "name", setting.name(),
                    "description", setting.description(),
                    "type", setting.type(),
                    "list", setting.list(),
                    "values", setting.secret() ? List.of() : setting.values(),
                    "defaults", setting.defaults(),
                    "changed", setting.changed(),
                    "required", setting.required(),
                    "least", setting.least(),
                    "most", setting.most(),
                    "options",
                            setting.options().stream()
                                    .map(Configurations.Option::value)
                                    .toList()));
        }
        call.answer(
                fields(
                        "pid", described.pid(),
                        "name", described.name(),
                        "description", described.description(),
                        "settings", settings),
                table);
        return Commands.DONE;
    }

    private static int set(Call call) throws MailException, UsageException, IOException {
        String pid = pid(call);
        Described described = find(call, pid);
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String word : call.words().subList(1, call.words().size())) {
            int equals = word.indexOf('=');
            if (equals <= 0) {
                throw new UsageException("'" + word + "' is not KEY=VALUE");
            }
            String value = word.substring(equals + 1);
            values.computeIfAbsent(word.substring(0, equals), key -> new ArrayList<>())
                    .add(value);
        }
        try {
            call.set(pid, values);
        } catch (MailException e) {
            throw e.kind() == MailException.Kind.PERMANENT
                    ? Call.refused(e.getMessage() + ranges(described, values))
                    : e;
        }
        call.done(pid + " is changed: " + String.join(", ", values.keySet()));
        return Commands.DONE;
    }

    private static int reset(Call call) throws MailException, IOException {
        String pid = pid(call);
        find(call, pid);
        call.settings(configurations -> {
            configurations.reset(pid);
            return true;
        });
        call.done(pid + " has its defaults again");
        return Commands.DONE;
    }

    /** With files that cannot be used as they are: what is in force then is not what they say. */
    private static int changed(Call call) throws MailException, IOException {
        Table table = new Table("PID", "KEY", "VALUE", "DEFAULT").whenEmpty("Everything is as it was delivered.");
        List<Object> changed = new ArrayList<>();
        for (String pid : call.ask(Configurations.class, Configurations::pids)) {
            for (Setting setting : find(call, pid).settings()) {
                if (setting.changed()) {
                    List<String> values = setting.secret() ? List.of("(secret)") : setting.values();
                    table.row(pid, setting.id(), String.join(", ", values), String.join(", ", setting.defaults()));
                    changed.add(fields(
                            "pid",
                            pid,
                            "id",
                            setting.id(),
                            "values",
                            setting.secret() ? List.of() : setting.values(),
                            "defaults",
                            setting.defaults()));
                }
            }
        }
        List<String> troubles = call.ask(Configurations.class, Configurations::troubles);
        call.answer(fields("changed", changed, "troubles", troubles), table);
        for (String trouble : troubles) {
            call.terminal().error("posthouse: " + trouble + "\n");
        }
        return troubles.isEmpty() ? Commands.DONE : Commands.PROBLEMS;
    }

    /** What the numbers that were to be set may be. */
    private static String ranges(Described described, Map<String, List<String>> values) {
        return values.keySet().stream()
                .flatMap(id -> described.setting(id).stream())
                .filter(setting -> setting.least().isPresent() && setting.most().isPresent())
                .map(setting -> "; " + setting.id() + " may be "
                        + setting.least().get() + " to " + setting.most().get())
                .collect(Collectors.joining());
    }

    /** The first word: a PID, or the end of one after a dot where that is unique. */
    static String pid(Call call) throws MailException {
        String word = call.word(0);
        List<String> pids = call.ask(Configurations.class, Configurations::pids);
        List<String> ends =
                pids.stream().filter(pid -> pid.endsWith("." + word)).toList();
        if (pids.contains(word) || ends.isEmpty()) {
            return word;
        }
        if (ends.size() > 1) {
            throw Call.refused(word + " is not unique: " + String.join(", ", ends));
        }
        return ends.get(0);
    }

    static Described find(Call call, String pid) throws MailException {
        Optional<Described> described = call.ask(Configurations.class, configurations -> configurations.show(pid));
        if (described.isPresent()) {
            return described.get();
        }
        String near = Nearest.to(pid, call.ask(Configurations.class, Configurations::pids))
                .map(each -> "; did you mean " + each + "?")
                .orElse("; 'posthouse config list' shows those there are");
        throw Call.refused("there are no settings named " + pid + near);
    }
}
