package org.posthouse.console.shell;

import static org.posthouse.console.shell.DomainCommands.fields;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.config.Configurations.Change;
import org.posthouse.api.config.Configurations.Difference;
import org.posthouse.api.mail.MailException;
import org.posthouse.console.shell.Command.Trait;

/** {@code posthouse config history} and {@code config undo}: what was set, by whom, and taking it back. */
final class HistoryCommands {
    private HistoryCommands() {}

    static Command history() {
        return Command.of(
                        "config history",
                        "[PID]",
                        "list the changes of settings, the latest first, by whom and at which door they were made",
                        HistoryCommands::list)
                .with(Trait.LOOKS, Trait.OFFLINE);
    }

    static Command undo() {
        return Command.of(
                        "config undo",
                        "ID",
                        "take back what one change did, and nothing else; 'config history' shows its ID",
                        HistoryCommands::undo)
                .with(Trait.OFFLINE);
    }

    private static int list(Call call) throws MailException, IOException {
        Optional<String> pid = call.words().isEmpty() ? Optional.empty() : Optional.of(ConfigCommands.pid(call));
        List<Change> changes = call.ask(Configurations.class, configurations -> configurations.history(pid));
        if (changes.isEmpty() && pid.isPresent()) {
            ConfigCommands.find(call, pid.get());
        }
        Table table = new Table("ID", Words.heading("TIME"), "DOOR", "WHO", "PID", "CHANGE")
                .whenEmpty("Nothing has been changed.");
        List<Object> json = new ArrayList<>();
        for (Change change : changes) {
            List<String> texts =
                    change.differences().stream().map(HistoryCommands::text).toList();
            table.row(
                    change.id(),
                    Words.time(change.time()),
                    change.door(),
                    change.who(),
                    change.pid(),
                    String.join("; ", texts));
            json.add(fields(
                    "id", change.id(),
                    "time", Words.iso(change.time()),
                    "door", change.door(),
                    "who", change.who(),
                    "pid", change.pid(),
                    "differences",
                            change.differences().stream()
                                    .map(each -> fields(
                                            "setting", each.setting(),
                                            "secret", each.secret(),
                                            "before", each.before(),
                                            "after", each.after()))
                                    .toList()));
        }
        call.answer(json, table);
        List<String> lost = call.ask(Configurations.class, Configurations::lostChanges);
        for (String each : lost) {
            call.terminal().error("posthouse: " + each + "\n");
        }
        return lost.isEmpty() ? Commands.DONE : Commands.PROBLEMS;
    }

    private static String text(Difference difference) {
        return difference.secret()
                ? difference.setting() + ": (secret)"
                : difference.setting() + ": " + shown(difference.before()) + " → " + shown(difference.after());
    }

    private static String shown(Optional<List<String>> values) {
        return values.map(each -> each.isEmpty() ? "(none)" : String.join(", ", each))
                .orElse("(not set)");
    }

    private static int undo(Call call) throws MailException, UsageException, IOException {
        String word = call.word(0);
        if (!word.matches("[0-9]{1,18}")) {
            throw new UsageException("'" + word + "' is no number of a change; 'posthouse config history' shows them");
        }
        long id = Long.parseLong(word);
        Optional<Change> change = call.ask(Configurations.class, all -> all.history(Optional.empty())).stream()
                .filter(each -> each.id() == id)
                .findFirst();
        if (change.isEmpty()) {
            throw Call.refused("change " + id + " is not remembered; 'posthouse config history' shows those that are");
        }
        call.settings(configurations -> {
            configurations.undo(id);
            return true;
        });
        call.answer(
                fields("undone", id, "pid", change.get().pid()),
                "change " + id + " of " + change.get().pid() + " is taken back: "
                        + String.join(
                                ", ",
                                change.get().differences().stream()
                                        .map(Difference::setting)
                                        .toList()));
        return Commands.DONE;
    }
}
