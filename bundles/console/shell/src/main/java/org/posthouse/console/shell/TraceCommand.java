package org.posthouse.console.shell;

import static org.posthouse.console.shell.DomainCommands.fields;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.trace.Trace;
import org.posthouse.api.trace.TraceStep;
import org.posthouse.console.shell.Command.Trait;

/** {@code posthouse trace …}: who decided what about a mail. */
final class TraceCommand {
    private static final String OURS = "org.posthouse.";
    private static final Option EXPLAIN =
            Option.of("--explain", "ADDRESS", "say instead what would become of mail for it");
    private static final Option LONG = Option.flag("--long", "every step with all that is known of it");

    private TraceCommand() {}

    static List<Command> all() {
        return List.of(Command.of(
                        "trace",
                        "[ID]",
                        "show every decision about a mail, where it went and who removed it, by its queue id, connection id,"
                                + " Message-ID or address",
                        options(),
                        TraceCommand::trace)
                .with(Trait.LOOKS));
    }

    private static List<Option> options() {
        List<Option> options = new ArrayList<>(TraceFinding.OPTIONS);
        options.add(LONG);
        options.add(EXPLAIN);
        return options;
    }

    private static int trace(Call call) throws MailException, UsageException, IOException {
        Optional<String> explain = call.options().value(EXPLAIN.name());
        if (explain.isPresent()) {
            return ExplainCommand.run(call, Call.address(explain.get()));
        }
        List<TraceStep> steps = TraceFinding.steps(call);
        if (steps.isEmpty()) {
            TraceFinding.mustBeStage(call);
        }
        if (steps.isEmpty() && named(call).isPresent()) {
            throw Call.refused("nothing is recorded of " + named(call).get() + "; " + kept(call));
        }
        Table table = table(steps)
                .whenEmpty(
                        steps.isEmpty()
                                ? "Nothing that is recorded fits "
                                        + call.options().spoken() + "; " + kept(call)
                                : "");
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
                .spare("CONFIG", "MICROS", "VERSION", "PLUG-IN");
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

    /** One mail or connection that was asked for by its name, whenever it was. */
    private static Optional<String> named(Call call) {
        return TraceFinding.isSearch(call)
                ? Optional.empty()
                : call.words().stream().findFirst().or(() -> call.options().value("--message"));
    }

    private static String kept(Call call) throws MailException {
        Trace.Kept kept = call.ask(Trace.class, Trace::kept);
        return "what happens is kept for " + Words.count(kept.age().toDays(), "day")
                + ", as long as it takes no more than " + Words.size(kept.mostOctets()) + " (now "
                + Words.size(kept.octets()) + ")";
    }
}
