package org.posthouse.console.shell;

import static org.posthouse.console.shell.DomainCommands.fields;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    private static final Option CLIENT = Option.of("--client", "IP", "mails and connections of this client");
    private static final Option EXPLAIN =
            Option.of("--explain", "ADDRESS", "say instead what would become of mail for it");
    private static final Option LIMIT = Option.of("--limit", "N", "at most the newest N steps (default 500)");

    private TraceCommand() {}

    static List<Command> all() {
        return List.of(Command.of(
                        "trace",
                        "[ID]",
                        "show every decision about a mail, by its queue id, connection id, Message-ID or address",
                        List.of(MESSAGE, ADDRESS, CLIENT, LIMIT, EXPLAIN),
                        TraceCommand::trace)
                .with(Trait.LOOKS));
    }

    private static int trace(Call call) throws MailException, UsageException, IOException {
        Optional<String> explain = call.options().value(EXPLAIN.name());
        if (explain.isPresent()) {
            return ExplainCommand.run(call, Call.address(explain.get()));
        }
        int limit = limit(call);
        List<TraceStep> steps = List.of();
        for (Trace.Query query : queries(call)) {
            steps = call.ask(Trace.class, trace -> trace.find(query, limit));
            if (!steps.isEmpty()) {
                break;
            }
        }
        Table table = table(steps);
        List<Object> json = new ArrayList<>();
        for (TraceStep step : steps) {
            json.add(fields(
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
                    "facts", step.facts()));
        }
        call.answer(json, table);
        return Commands.DONE;
    }

    /** For people: names without what all begin with, and what was said to the peer rather than the verdict behind it. */
    private static Table table(List<TraceStep> steps) {
        Table table = new Table(Words.heading("TIME"), "ID", "STAGE", "PLUG-IN", "VERSION", "MICROS", "VERDICT")
                .spare("VERSION", "MICROS")
                .whenEmpty("Nothing is recorded for it.");
        for (TraceStep step : steps) {
            table.row(
                    Words.clock(step.time()),
                    step.queueId().or(step::connectionId).orElse(""),
                    step.stage(),
                    step.plugin().startsWith(OURS) ? step.plugin().substring(OURS.length()) : step.plugin(),
                    step.version(),
                    step.micros(),
                    step.reply().isEmpty() ? step.verdict() : step.verdict() + ": " + step.reply());
        }
        return table;
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
