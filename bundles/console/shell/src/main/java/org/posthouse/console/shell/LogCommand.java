package org.posthouse.console.shell;

import static org.posthouse.console.shell.DomainCommands.fields;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.posthouse.api.mail.MailException;
import org.posthouse.console.shell.Command.Trait;

/** {@code posthouse log}: what the server and its mail have been doing, and are doing. Reads files only, so it needs no server. */
final class LogCommand {
    private static final Option FOLLOW = Option.flag("--follow", "go on with what comes, until interrupted");
    private static final Option SERVICE =
            Option.of("--service", "NAME", "of parts of the server with this in their name: smtp, core.queue");
    private static final Option MESSAGE =
            Option.of("--message", "ID", "about this mail, by its queue id, connection id or Message-ID");
    private static final Option LINES = Option.of("--lines", "N", "at most the newest N entries (default 50)");
    private static final List<String> LOGS = List.of("posthouse.log", "mail.log");
    private static final int MOST = 100_000;
    /** Enough for the newest entries, if all are wanted. */
    private static final long TAIL = 4 << 20;

    private static final long LOOK_MILLIS = 200;

    private LogCommand() {}

    static List<Command> all() {
        return List.of(Command.of(
                        "log",
                        "",
                        "show what log/posthouse.log and log/mail.log say, times in UTC",
                        List.of(FOLLOW, SERVICE, MESSAGE, LINES),
                        LogCommand::run)
                .with(Trait.LOOKS));
    }

    private static int run(Call call) throws MailException, UsageException, IOException {
        boolean follow = call.options().has(FOLLOW.name());
        boolean json = call.options().has(Option.JSON.name());
        if (follow && json) {
            throw new UsageException("what has no end is no JSON document: --follow goes without --json");
        }
        Predicate<LogEntry> wanted = wanted(call.options());
        int lines = lines(call.options().value(LINES.name()).orElse("50"), MOST);
        Path folder = Path.of(call.property("posthouse.home").orElseThrow(), "log");
        try (LogFile server = new LogFile(folder.resolve(LOGS.get(0)));
                LogFile mail = new LogFile(folder.resolve(LOGS.get(1)))) {
            List<LogFile> files = List.of(server, mail);
            if (!call.options().has(SERVICE.name()) && !call.options().has(MESSAGE.name())) {
                server.skipTo(TAIL);
                mail.skipTo(TAIL);
            }
            List<LogEntry> entries = newest(files, wanted, lines);
            if (json) {
                Json.print(
                        entries.stream().map(LogCommand::json).toList(),
                        call.terminal().output());
            } else {
                show(call, entries);
            }
            while (follow && call.terminal().looksOn()) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                show(call, newest(files, wanted, MOST));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Commands.DONE;
    }

    private static List<LogEntry> newest(List<LogFile> files, Predicate<LogEntry> wanted, int lines)
            throws IOException {
        List<LogEntry> all = new ArrayList<>();
        for (LogFile file : files) {
            Deque<LogEntry> found = new ArrayDeque<>();
            file.read(entry -> {
                if (wanted.test(entry)) {
                    found.add(entry);
                    if (found.size() > lines) {
                        found.remove();
                    }
                }
            });
            all.addAll(found);
        }
        all.sort(Comparator.comparing(LogEntry::time));
        return all.subList(Math.max(0, all.size() - lines), all.size());
    }

    private static Predicate<LogEntry> wanted(Options options) {
        Optional<String> service = options.value(SERVICE.name());
        Optional<String> message = options.value(MESSAGE.name());
        return entry -> service.map(entry.service()::contains).orElse(true)
                && message.map(entry.text()::contains).orElse(true);
    }

    /** A number of entries as it was asked for. */
    static int lines(String text, int most) throws UsageException {
        if (text.matches("[0-9]{1,6}") && Integer.parseInt(text) <= most) {
            return Integer.parseInt(text);
        }
        throw new UsageException("'" + text + "' is no number from 0 to " + most);
    }

    private static Object json(LogEntry entry) {
        return fields(
                "time", entry.time(),
                "log", entry.log(),
                "level", entry.level(),
                "service", entry.service(),
                "text", entry.text());
    }

    private static void show(Call call, List<LogEntry> entries) throws IOException {
        StringBuilder text = new StringBuilder();
        for (LogEntry entry : entries) {
            text.append(entry.time()).append(' ');
            for (String line : entry.text().split("\n", -1)) {
                text.append(Harmless.line(line.replace("\t", "    "))).append('\n');
            }
        }
        call.terminal().print(text.toString());
    }
}
