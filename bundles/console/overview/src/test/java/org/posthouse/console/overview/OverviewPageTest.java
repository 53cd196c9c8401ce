package org.posthouse.console.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.ServiceReference;
import org.posthouse.api.net.Listeners;
import org.posthouse.api.queue.MailQueue;
import org.posthouse.api.trace.Trace;
import org.posthouse.api.trace.TraceStep;
import org.posthouse.spi.console.Visit;
import org.posthouse.testkit.FakeClock;

final class OverviewPageTest {
    private static final String HOSTILE = "\"><script>alert('x')</script>";
    private static final String SHOWN = "&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;";

    @TempDir
    private Path home;

    private final FakeClock clock = new FakeClock();
    private final Map<String, Object> trace = new HashMap<>(Map.of("totals", Map.of("accepted", 40L)));
    private List<HealthCheckExecutionResult> checks = List.of();
    private OverviewPage page;

    @BeforeEach
    void open() {
        TraceStep step = TraceStep.at(clock.instant(), "accepted")
                .queueId("1AB")
                .micros(2000)
                .fact("sender", HOSTILE)
                .fact("recipient", HOSTILE)
                .build();
        trace.put("latest", List.of("1AB"));
        trace.put("longest", OptionalLong.of(90_000));
        trace.put("find", List.of(step));
        trace.put("search", new Trace.Found(List.of(new Trace.Life("1AB", step, List.of(step))), Optional.empty()));
        Listeners.Service service = new Listeners.Service(HOSTILE, "smtp", "failed", List.of(), HOSTILE, Instant.EPOCH);
        page = new OverviewPage(
                new OverviewPage.House(
                        answering(
                                Listeners.class,
                                Map.of(
                                        "services",
                                        List.of(service),
                                        "connections",
                                        List.of(),
                                        "peaks",
                                        Map.of("smtp", 42L))),
                        answering(MailQueue.class, new Waiting()),
                        answering(Trace.class, trace),
                        answering(HealthCheckExecutor.class, new Checks())),
                home,
                HOSTILE,
                "run",
                clock);
    }

    @AfterEach
    void close() {
        page.close();
    }

    /** A stream can be read once. */
    private static final class Waiting extends HashMap<String, Object> {
        private static final long serialVersionUID = 1;

        @Override
        public Object get(Object method) {
            return Stream.empty();
        }
    }

    private final class Checks extends HashMap<String, Object> {
        private static final long serialVersionUID = 1;

        @Override
        public Object get(Object method) {
            return checks;
        }
    }

    /** A service of which one method is asked. */
    private static <T> T answering(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                OverviewPageTest.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.get(method.getName())));
    }

    private String shown(String span) {
        return page.show(answering(Visit.class, Map.of("parameter", span)));
    }

    private HealthCheckExecutionResult check(String name, Result result) {
        ServiceReference<?> reference = (ServiceReference<?>) Proxy.newProxyInstance(
                OverviewPageTest.class.getClassLoader(),
                new Class<?>[] {ServiceReference.class},
                (proxy, method, arguments) -> "service.id".equals(arguments[0]) ? 1L : null);
        HealthCheckMetadata metadata = new HealthCheckMetadata(reference) {
            @Override
            public String getName() {
                return name;
            }
        };
        return answering(
                HealthCheckExecutionResult.class,
                Map.of("getHealthCheckResult", result, "getHealthCheckMetadata", metadata));
    }

    @Test
    void whatStrangersWroteIsText() {
        assertThat(shown("hour")).contains(SHOWN).doesNotContain("<script");
    }

    @Test
    void theFirstMinuteIsThereSoonAndInTheFileToo() {
        await().untilAsserted(() -> assertThat(shown("hour"))
                .contains("half of them <strong>2</strong>", "99 of 100 <strong>2</strong>")
                // Of a mail, and of connections, that came and went between two looks.
                .contains("the slowest <strong>90</strong>", "smtp <strong>42</strong>")
                .contains("queue <strong>0</strong>"));
        await().until(() -> Files.exists(home.resolve("data/plugins/org.posthouse.console.overview/history")));
    }

    @Test
    void whatCameBeforeItAndUntilItsEndIsTold() throws Exception {
        await().until(() -> shown("hour").contains("accepted <strong>40</strong>"));
        trace.put("totals", Map.of("accepted", 47L));
        page.close();
        assertThat(Files.readAllLines(home.resolve("data/plugins/org.posthouse.console.overview/history")))
                .last()
                .asString()
                .contains("=accepted:7 ");
    }

    @Test
    void theDayIsShownOnDemand() {
        assertThat(shown("day")).contains("a day ago").doesNotContain("an hour ago");
        assertThat(shown("?")).contains("an hour ago").doesNotContain("a day ago");
    }

    @Test
    void aTroubleComesWithWhatToDo() {
        assertThat(shown("")).contains("All is well: 0 checks");
        checks = List.of(
                check("queue", new Result(Result.Status.WARN, "3 mails are due")),
                check("memory", new Result(Result.Status.CRITICAL, HOSTILE)),
                check("listeners", new Result(Result.Status.OK, "fine")));
        assertThat(shown(""))
                .contains("queue: 3 mails are due <a href=\"/system/console/mail/queue\">")
                .contains("memory: " + SHOWN)
                .doesNotContain("All is well")
                .doesNotContain("fine");
    }

    @Test
    void quantilesAreByTheNearestRank() {
        List<Long> sorted = Stream.iterate(1L, each -> each + 1).limit(200).toList();
        assertThat(Sampler.quantile(sorted, 0.5)).contains(100L);
        assertThat(Sampler.quantile(sorted, 0.99)).contains(198L);
        assertThat(Sampler.quantile(List.of(7L), 0.99)).contains(7L);
        assertThat(Sampler.quantile(List.of(), 0.5)).isEmpty();
    }
}
