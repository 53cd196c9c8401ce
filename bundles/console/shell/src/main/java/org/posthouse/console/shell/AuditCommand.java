package org.posthouse.console.shell;

import static org.posthouse.console.shell.DomainCommands.fields;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.posthouse.api.mail.MailException;
import org.posthouse.console.shell.Command.Trait;

/** {@code posthouse audit}: who changed what. Reads {@code log/audit.log} only, so it needs no server. */
final class AuditCommand {
    private static final Option USER = Option.of("--user", "NAME", "what this user did, or what was done to him");
    private static final Option LINES = Option.of("--lines", "N", "at most the newest N entries (default 50)");
    private static final int MOST = 100_000;

    private AuditCommand() {}

    static List<Command> all() {
        return List.of(Command.of(
                        "audit",
                        "",
                        "show what was changed, by whom, and at which door, as log/audit.log and its former files say: times in UTC",
                        List.of(USER, LINES),
                        AuditCommand::run)
                .with(Trait.LOOKS));
    }

    /** An entry as it is written: {@code door: who: what: outcome}. */
    private record Deed(String time, String door, String who, String what, String outcome) {
        static Deed of(LogEntry entry) {
            String[] parts = entry.text().split(": ", 4);
            if (parts.length == 4) {
                return new Deed(entry.time(), parts[0], parts[1], parts[2], parts[3]);
            }
            return parts.length == 3 && parts[0].equals("console")
                    ? new Deed(entry.time(), parts[0], parts[2], parts[1], "")
                    : new Deed(entry.time(), "", "", entry.text(), "");
        }

        boolean concerns(String user) {
            String wanted = user.toLowerCase(Locale.ROOT);
            return who.toLowerCase(Locale.ROOT).equals(wanted)
                    || List.of(what.toLowerCase(Locale.ROOT).split("[ =]")).contains(wanted);
        }
    }

    private static int run(Call call) throws MailException, UsageException, IOException {
        Optional<String> user = call.options().value(USER.name());
        int lines = LogCommand.lines(call.options().value(LINES.name()).orElse("50"), MOST);
        Path log = Path.of(call.property("posthouse.home").orElseThrow(), "log", "audit.log");
        LogSearch search =
                new LogSearch(call, entry -> user.map(Deed.of(entry)::concerns).orElse(true), lines);
        List<Deed> newest;
        try (LogFile file = new LogFile(log)) {
            newest = search.newest(file).stream().map(Deed::of).toList();
        }
        Table table = new Table("TIME", "DOOR", "WHO", "OUTCOME", "WHAT")
                .whenEmpty((user.isPresent() ? "Nothing about " + user.get() : "Nothing") + " stands in "
                        + (search.files() == 1 ? log : log + " and its former files, " + search.files() + " in all")
                        + ".");
        newest.forEach(deed -> table.row(deed.time(), deed.door(), deed.who(), deed.outcome(), deed.what()));
        call.answer(
                newest.stream()
                        .map(deed -> fields(
                                "time", deed.time(),
                                "door", deed.door(),
                                "who", deed.who(),
                                "what", deed.what(),
                                "outcome", deed.outcome()))
                        .toList(),
                table);
        return search.status();
    }
}
