package org.posthouse.console.shell;

import static org.posthouse.console.shell.DomainCommands.fields;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.trace.Trace;
import org.posthouse.api.trace.Trace.Query.Field;
import org.posthouse.api.trace.TraceStep;
import org.posthouse.console.shell.Command.Trait;

/** {@code posthouse trace …}: who decided what about a mail. */
final class TraceCommand {
    private static final String OURS = "org.posthouse.";
    private static final Option MESSAGE = Option.of("--message", "MESSAGE-ID", "mails with this Message-ID");
    private static final Option ADDRESS = Option.of("--address", "ADDRESS", "mails from or to this address");
    private static final Option CLIENT =
            Option.of("--client", "ADDRESS", "mails and connections of this client, by IP address or name");
    private static final Option SINCE =
            Option.of("--since", "TIME", "what is not older: 90s, 30m, 6h, 2d, or a moment like 2026-01-31T10:00:00Z");
    private static final Option EXPLAIN =
            Option.of("--explain", "ADDRESS", "say instead what would become of mail for it");
    private static final Option LIMIT = Option.of("--limit", "N", "at most the newest N steps (default 500)");

    private static final Option LONG = Option.flag("--long", "every step with all that is known of it");

    private static final Pattern AGO = Pattern.compile("([0-9]{1,6})([smhd])");

    private TraceCommand() {}

    static List<Command> all() {
        return List.of(Command.of(
                        "trace",
                        "[ID]",
                        "show every decision about a mail, where it went and who removed it, by its queue id, connection id,"
                                + " Message-ID or address",
                        List.of(MESSAGE, ADDRESS, CLIENT, SINCE, LIMIT, LONG, EXPLAIN),
                        TraceCommand::trace)
                .with(Trait.LOOKS));
    }

    private static int trace(Call call) throws MailException, UsageException, IOException {
        Optional<String> explain = call.options().value(EXPLAIN.name());
        if (explain.isPresent()) {
            return ExplainCommand.run(call, Call.address(explain.get()));
        }
        int limit = limit(call);
        Optional<Instant> since = since(call);
        List<TraceStep> steps = List.of();
        for (Trace.Query query : queries(call)) {
            steps = call.ask(Trace.class, trace -> trace.find(query, limit)).stream()
                    .filter(step ->
                            since.map(begin -> !step.time().isBefore(begin)).orElse(true))
                    .toList();
            if (!steps.isEmpty()) {
                break;
            }
        }
        Table table = table(steps).whenEmpty(nothing(call.ask(Trace.class, Trace::kept)));
        boolean people = !call.options().has("--json");
        if (people) {
            call.terminal().print(TraceStory.heads(steps));
        }
        if (people && call.options().has(LONG.name()) && !steps.isEmpty()) {
            call.terminal().print(TraceStory.whole(steps));
        } else {
            call.answer(json(steps), table);
        }
        return Commands.DONE;
    }

    /** Made one by one, as they are printed. */
    private static Iterable<Object> json(List<TraceStep> steps) {
        return () -> steps.stream().map(TraceCommand::json).iterator();
    }

    private static Object json(TraceStep step) {
        return fields(
                "time", Words.iso(step.time()),
                "stage", step.stage(),
                "queueId", step.queueId(),
                "connectionId", step.connectionId(),
                "plugin", step.plugin(),
                "version", step.version(),
                "config", step.config(),
                "verdict", step.verdict(),
                "reply", step.reply(),
                "micros", step.micros(),
                "facts", step.facts());
    }

    /** For people: names without what all begin with, and what was said to the peer rather than the verdict behind it. */
    private static Table table(List<TraceStep> steps) {
        Table table = new Table(
                        Words.heading("TIME"), "ID", "STAGE", "PLUG-IN", "VERSION", "CONFIG", "MICROS", "VERDICT")
                .spare("VERSION", "CONFIG", "MICROS");
        for (TraceStep step : steps) {
            table.row(
                    Words.clock(step.time()),
                    step.queueId().or(step::connectionId).orElse(""),
                    step.stage(),
                    step.plugin().startsWith(OURS) ? step.plugin().substring(OURS.length()) : step.plugin(),
                    step.version(),
                    step.config(),
                    step.micros(),
                    said(step));
        }
        return table;
    }

    /** Of whom it is, the verdict, and what the peer was told. */
    private static String said(TraceStep step) {
        String whose = Optional.ofNullable(step.facts().get("recipient"))
                .map(recipient -> recipient + ": ")
                .orElse("");
        return whose + (step.reply().isEmpty() ? step.verdict() : step.verdict() + ": " + step.reply());
    }

    private static String nothing(Trace.Kept kept) {
        return "Nothing is recorded for it. What happens is kept for "
                + Words.count((int) kept.age().toDays(), "day")
                + ", as long as it takes no more than " + Words.size(kept.mostOctets()) + " (now "
                + Words.size(kept.octets()) + ").";
    }

    private static Optional<Instant> since(Call call) throws UsageException {
        Optional<String> given = call.options().value(SINCE.name());
        if (given.isEmpty()) {
            return Optional.empty();
        }
        String text = given.get().strip();
        try {
            Matcher ago = AGO.matcher(text);
            if (ago.matches()) {
                return Optional.of(Instant.now()
                        .minus(
                                Long.parseLong(ago.group(1)),
                                switch (ago.group(2)) {
                                    case "s" -> ChronoUnit.SECONDS;
                                    case "m" -> ChronoUnit.MINUTES;
                                    case "h" -> ChronoUnit.HOURS;
                                    default -> ChronoUnit.DAYS;
                                }));
            }
            return Optional.of(
                    text.length() == 10
                            ? LocalDate.parse(text)
                                    .atStartOfDay(ZoneId.systemDefault())
                                    .toInstant()
                            : Instant.parse(text));
        } catch (DateTimeException | ArithmeticException e) {
            throw new UsageException("'" + text + "' is no time: say 90s, 30m, 6h, 2d, or 2026-01-31T10:00:00Z");
        }
    }

    /** What was asked for; a bare word with @ is tried as Message-ID, then as address. */
    private static List<Trace.Query> queries(Call call) throws UsageException {
        List<Trace.Query> queries = new ArrayList<>();
        Options options = call.options();
        options.value("--message").ifPresent(value -> queries.add(new Trace.Query(Field.MESSAGE_ID, value)));
        options.value("--address").ifPresent(value -> queries.add(new Trace.Query(Field.ADDRESS, value)));
        options.value("--client").ifPresent(value -> queries.add(new Trace.Query(Field.CLIENT, value)));
        for (String word : call.words()) {
            if (word.contains("@")) {
                queries.add(new Trace.Query(Field.MESSAGE_ID, word));
                queries.add(new Trace.Query(Field.ADDRESS, word));
            } else {
                queries.add(new Trace.Query(Field.ID, word));
            }
        }
        if (queries.isEmpty()) {
            throw new UsageException("say what to look for: an id, --message, --address or --client");
        }
        return queries;
    }

    private static int limit(Call call) throws UsageException {
        String text = call.options().value("--limit").orElse("500");
        try {
            int limit = Integer.parseInt(text);
            if (limit > 0 && limit <= 100_000) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new UsageException("'" + text + "' is no number from 1 to 100000");
    }
}
