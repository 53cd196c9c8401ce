package org.posthouse.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.trace.Trace;
import org.posthouse.api.trace.TraceStep;

class TraceFindingTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final FakeTrace trace = new FakeTrace();
    private int status;

    @Test
    void aStageIsLookedForInTheTimeGiven() throws Exception {
        Screen screen = run(
                "trace",
                "--json",
                "--stage",
                "refused",
                "--since",
                "2026-02-01T00:00:00Z",
                "--until",
                "2026-04-01T00:00:00Z");
        assertThat(status).isZero();
        assertThat(trace.searches)
                .containsExactly(new Trace.Search(
                        Optional.empty(),
                        Set.of("refused"),
                        Optional.of(Instant.parse("2026-02-01T00:00:00Z")),
                        Optional.of(Instant.parse("2026-04-01T00:00:00Z"))));
        assertThat(screen.out()).contains("\"stage\" : \"refused\"", "\"queueId\" : \"Q1\"");
    }

    @Test
    void whereTheSearchEndedIsSaidWithTheWordsToGoOn() throws Exception {
        trace.stopped = Optional.of(NOON);
        Screen screen = run("trace", "--stage", "refused");
        assertThat(screen.out()).contains("refused");
        assertThat(screen.err()).contains("--until 2026-03-01T12:00:00Z");
    }

    @Test
    void aTimeAloneIsEnoughAndNothingAtAllIsNot() throws Exception {
        run("trace", "--since", "2d");
        assertThat(status).isZero();
        assertThat(trace.searches).hasSize(1);
        Screen nothing = run("trace");
        assertThat(status).isEqualTo(Commands.WRONG_USAGE);
        assertThat(nothing.err()).contains("--stage");
        run("trace", "--until", "yesterday");
        assertThat(status).isEqualTo(Commands.WRONG_USAGE);
    }

    @Test
    void whatIsNotRecordedIsNamedWithHowLongThingsAreKept() throws Exception {
        Screen one = run("trace", "ZZZ");
        assertThat(status).isEqualTo(Commands.REFUSED);
        assertThat(one.out()).isEmpty();
        assertThat(one.err()).contains("nothing is recorded of ZZZ; what happens is kept for ");
        Screen some = run("trace", "--address", "kate@school.edu");
        assertThat(status).isZero();
        assertThat(some.out()).contains("Nothing that is recorded fits --address=kate@school.edu");
        assertThat(run("trace", "--address", "kate@school.edu", "--json").out()).isEqualTo("[ ]\n");
    }

    @Test
    void aStageThatThereIsNotIsToldWithThoseThereAre() throws Exception {
        trace.empty = true;
        assertThat(run("trace", "--stage", "bogus").err()).contains("'bogus' is no stage", "accepted", "own stage");
        assertThat(status).isEqualTo(Commands.WRONG_USAGE);
        for (String stage : List.of("refused", "own stage")) {
            run("trace", "--stage", stage);
            assertThat(status).as(stage).isZero();
        }
    }

    private Screen run(String... words) throws Exception {
        Screen screen = new Screen();
        status = new Commands(new House(), TraceCommand.all()).run(List.of(words), screen);
        return screen;
    }

    /** Has a trace and nothing else. */
    private final class House implements Services {
        @Override
        public <S, T> T ask(Class<S> type, Question<S, T> question) throws MailException {
            return question.of(type.cast(trace));
        }

        @Override
        public boolean toCome() {
            return false;
        }

        @Override
        public Optional<String> property(String name) {
            return Optional.empty();
        }
    }

    /** Finds one mail whatever is asked. */
    private static final class FakeTrace implements Trace {
        private final List<Search> searches = new ArrayList<>();
        private Optional<Instant> stopped = Optional.empty();
        private boolean empty;

        @Override
        public void record(TraceStep step) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<TraceStep> find(Query query, int limit) {
            return List.of();
        }

        @Override
        public Found search(Search search, int limit, Duration patience) {
            searches.add(search);
            if (empty) {
                return Found.NOTHING;
            }
            TraceStep step = TraceStep.at(NOON, "refused").queueId("Q1").build();
            return new Found(List.of(new Life("Q1", step, List.of(step))), stopped);
        }

        @Override
        public List<String> latest(int limit) {
            return List.of();
        }

        @Override
        public Map<String, Long> totals() {
            return Map.of("own stage", 1L);
        }
    }
}
