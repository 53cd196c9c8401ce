package org.posthouse.console.shell;

import static org.posthouse.console.shell.DomainCommands.fields;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.net.Listeners;
import org.posthouse.api.plugin.PlugIns;
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
    /** A class of ours, or a service: its name without what all begin with. */
    private static final Pattern OURS =
            Pattern.compile("^(?:org\\.posthouse|posthouse\\.service)\\.([a-z]+(?:\\.[a-z0-9]+)?)");

    private static final int MOST_SERVICES = 30;
    private static final int MOST = 100_000;
    /** Enough for the newest entries, if all are wanted. */
    private static final long TAIL = 4 << 20;

    private static final long LOOK_MILLIS = 200;

    private LogCommand() {}

    static List<Command> all() {
        return List.of(Command.of(
                        "log",
                        "",
                        "show what log/posthouse.log and log/mail.log say, and their former files as far as needed: times in UTC",
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
        Set<String> services = new TreeSet<>();
        Predicate<LogEntry> wanted = wanted(call.options(), services);
        int lines = lines(call.options().value(LINES.name()).orElse("50"), MOST);
        Path folder = Path.of(call.property("posthouse.home").orElseThrow(), "log");
        try (LogFile server = new LogFile(folder.resolve(LOGS.get(0)));
                LogFile mail = new LogFile(folder.resolve(LOGS.get(1)))) {
            List<LogFile> files = List.of(server, mail);
            if (!call.options().has(SERVICE.name()) && !call.options().has(MESSAGE.name())) {
                server.skipTo(TAIL);
                mail.skipTo(TAIL);
            }
            LogSearch search = new LogSearch(call, wanted, lines);
            List<LogEntry> entries = newest(files, search, lines);
            if (entries.isEmpty() && lines > 0) {
                nothing(call, search, services);
            }
            if (json) {
                Json.print(
                        entries.stream().map(LogCommand::json).toList(),
                        call.terminal().output());
            } else {
                show(call, entries);
            }
            int status = search.status();
            while (follow && call.terminal().looksOn()) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                show(call, come(files, wanted));
            }
            return status;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Commands.DONE;
        }
    }

    /** What was looked for, and what there is. Who waits for what comes is told, and goes on waiting. */
    private static void nothing(Call call, LogSearch search, Set<String> services) throws MailException, IOException {
        Options options = call.options();
        String where = Words.count(search.files(), "file") + " of log/posthouse.log and log/mail.log";
        String sentence;
        if (options.has(MESSAGE.name())) {
            String id = options.value(MESSAGE.name()).orElseThrow();
            sentence = "nothing is about " + id + " in " + where + "; 'posthouse trace " + id + "' asks the trace";
        } else if (options.has(SERVICE.name())) {
            sentence = "nothing is of a service with '"
                    + options.value(SERVICE.name()).orElseThrow() + "' in its name in " + where
                    + (services.isEmpty() ? "" : "; there is something of " + String.join(", ", services));
        } else {
            return;
        }
        if (options.has(FOLLOW.name())) {
            call.terminal().error("posthouse: " + sentence + "; waiting\n");
        } else if (options.has(MESSAGE.name())
                || !isPart(call, options.value(SERVICE.name()).orElseThrow())) {
            throw Call.refused(sentence);
        } else {
            call.terminal().error("posthouse: " + sentence + "\n");
        }
    }

    /** Whether there is such a part, which has written nothing yet; without a server that is not known. */
    private static boolean isPart(Call call, String service) throws MailException {
        try {
            return call.ask(PlugIns.class, PlugIns::list).stream()
                            .anyMatch(part -> part.name().contains(service))
                    || call.ask(Listeners.class, Listeners::services).stream()
                            .anyMatch(listener -> listener.protocol().contains(service));
        } catch (NotRunningException e) {
            return false;
        }
    }

    private static List<LogEntry> newest(List<LogFile> files, LogSearch search, int lines) throws IOException {
        List<LogEntry> all = new ArrayList<>();
        for (LogFile file : files) {
            all.addAll(search.newest(file));
        }
        all.sort(Comparator.comparing(LogEntry::time));
        return all.subList(Math.max(0, all.size() - lines), all.size());
    }

    private static List<LogEntry> come(List<LogFile> files, Predicate<LogEntry> wanted) throws IOException {
        List<LogEntry> all = new ArrayList<>();
        for (LogFile file : files) {
            file.read(entry -> {
                if (wanted.test(entry)) {
                    all.add(entry);
                }
            });
        }
        all.sort(Comparator.comparing(LogEntry::time));
        return all;
    }

    /** @param services where the names of those are put that were passed over for theirs */
    private static Predicate<LogEntry> wanted(Options options, Set<String> services) {
        Optional<String> service = options.value(SERVICE.name());
        Optional<String> message = options.value(MESSAGE.name());
        return entry -> {
            boolean its = service.map(entry.service()::contains).orElse(true);
            if (!its && services.size() < MOST_SERVICES) {
                OURS.matcher(entry.service()).results().forEach(found -> services.add(found.group(1)));
            }
            return its && message.map(entry.text()::contains).orElse(true);
        };
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
