package org.posthouse.console.shell;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.trace.Trace;
import org.posthouse.api.trace.Trace.Query.Field;
import org.posthouse.api.trace.TraceStep;

/** Which steps {@code posthouse trace} is about. */
final class TraceFinding {
    private static final Option MESSAGE = Option.of("--message", "MESSAGE-ID", "mails with this Message-ID");
    private static final Option ADDRESS = Option.of("--address", "ADDRESS", "mails from or to this address");
    private static final Option CLIENT =
            Option.of("--client", "ADDRESS", "mails and connections of this client, by IP address or name");
    private static final Option SINCE =
            Option.of("--since", "TIME", "what is not older: 90s, 30m, 6h, 2d, or a moment like 2026-01-31T10:00:00Z");
    private static final Option UNTIL = Option.of("--until", "TIME", "what is older, in the same words");
    private static final Option STAGE = Option.of(
            "--stage", "STAGE", "mails that came to this: accepted, refused, delivered, deferred, failed, bounced …");
    private static final Option LIMIT = Option.of("--limit", "N", "at most the newest N steps (default 500)");

    static final List<Option> OPTIONS = List.of(MESSAGE, ADDRESS, CLIENT, STAGE, SINCE, UNTIL, LIMIT);

    /** Stages that the server's own parts record; a plug-in may have more. */
    static final List<String> STAGES = List.of(
            "connect",
            "helo",
            "reversePath",
            "recipient",
            "message",
            "accepted",
            "refused",
            "delivered",
            "deferred",
            "failed",
            "bounced",
            "report",
            "reported",
            "retry",
            "hold",
            "release",
            "requeue",
            "bounce",
            "delete",
            "stored",
            "appended",
            "fetched",
            "flagged",
            "copied",
            "moved",
            "expunged",
            "mailbox deleted",
            "erased");

    /** Nobody waits longer for a search through everything. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int MOST_MAILS = 1_000;

    private TraceFinding() {}

    static List<TraceStep> steps(Call call) throws MailException, UsageException, IOException {
        boolean mails = call.options().has(STAGE.name()) || call.options().has(UNTIL.name());
        return mails ? searched(call) : found(call);
    }

    /** Whether what is asked for may well be nothing. */
    static boolean isSearch(Call call) {
        return List.of(ADDRESS, CLIENT, STAGE, SINCE, UNTIL).stream()
                .anyMatch(option -> call.options().has(option.name()));
    }

    /**
     * Where nothing was found.
     *
     * @throws UsageException if nothing could be, as there is no such stage: with those there are
     */
    static void mustBeStage(Call call) throws MailException, UsageException {
        Optional<String> stage = call.options().value(STAGE.name());
        if (stage.isEmpty() || STAGES.contains(stage.get())) {
            return;
        }
        Set<String> all = new LinkedHashSet<>(STAGES);
        all.addAll(call.ask(Trace.class, Trace::totals).keySet());
        if (!all.contains(stage.get())) {
            throw new UsageException("'" + stage.get() + "' is no stage; there are " + String.join(", ", all));
        }
    }

    private static List<TraceStep> found(Call call) throws MailException, UsageException, IOException {
        int limit = limit(call);
        Optional<Instant> since = moment(call, SINCE);
        List<Trace.Query> queries = queries(call);
        if (queries.isEmpty()) {
            if (since.isPresent()) {
                return searched(call);
            }
            throw new UsageException(
                    "say what to look for: an id, --message, --address, --client, --stage, or --since and --until");
        }
        for (Trace.Query query : queries) {
            List<TraceStep> steps = call.ask(Trace.class, trace -> trace.find(query, limit)).stream()
                    .filter(step ->
                            since.map(begin -> !step.time().isBefore(begin)).orElse(true))
                    .toList();
            if (!steps.isEmpty()) {
                return steps;
            }
        }
        return List.of();
    }

    /** All steps of the mails that a stage or a time says, the newest of them. */
    private static List<TraceStep> searched(Call call) throws MailException, UsageException, IOException {
        int limit = limit(call);
        Optional<Instant> since = moment(call, SINCE);
        Optional<Instant> until = moment(call, UNTIL);
        Set<String> stages = call.options().value(STAGE.name()).map(Set::of).orElse(Set.of());
        List<Optional<Trace.Query>> queries = new ArrayList<>();
        queries(call).forEach(query -> queries.add(Optional.of(query)));
        if (queries.isEmpty()) {
            queries.add(Optional.empty());
        }
        Trace.Found found = Trace.Found.NOTHING;
        for (Optional<Trace.Query> query : queries) {
            Trace.Search search = new Trace.Search(query, stages, since, until);
            found = call.ask(Trace.class, trace -> trace.search(search, Math.min(limit, MOST_MAILS), PATIENCE));
            if (!found.lives().isEmpty()) {
                break;
            }
        }
        List<TraceStep> steps = new ArrayList<>();
        for (Trace.Life life : found.lives()) {
            // Whole mails, one at least.
            if (!steps.isEmpty() && steps.size() + life.steps().size() > limit) {
                break;
            }
            steps.addAll(life.steps());
        }
        steps.sort(Comparator.comparing(TraceStep::time));
        if (found.stopped().isPresent()) {
            call.terminal()
                    .error("posthouse: there may be more before; to go on, say --until "
                            + Words.iso(found.stopped().get()) + "\n");
        }
        return steps;
    }

    private static Optional<Instant> moment(Call call, Option option) throws UsageException {
        Optional<String> given = call.options().value(option.name());
        return given.isEmpty() ? Optional.empty() : Optional.of(Moment.read(given.get(), Instant.now()));
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
