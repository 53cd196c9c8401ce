package org.posthouse.console.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.net.Listeners;
import org.posthouse.api.plugin.PlugIns;
import org.posthouse.api.queue.MailQueue;
import org.posthouse.api.queue.Outcome;
import org.posthouse.api.queue.QueueAction;
import org.posthouse.api.queue.QueuedMail;
import org.posthouse.api.queue.Selection;
import org.posthouse.api.trace.Trace;

final class ChecksTest {
    private static final Instant NOW = Instant.parse("2026-01-05T08:00:00Z");

    @Test
    void aDoorThatIsShutIsCritical() {
        assertThat(doors("up").isOk()).isTrue();
        assertThat(doors("off").isOk()).as("nobody wants it open").isTrue();
        assertThat(doors("waiting").getStatus()).isEqualTo(Result.Status.TEMPORARILY_UNAVAILABLE);
        assertThat(doors("failed").getStatus()).isEqualTo(Result.Status.CRITICAL);
    }

    private static Result doors(String state) {
        return new ListenersCheck(new Listeners() {
                    @Override
                    public List<Service> services() {
                        return List.of(new Service("smtp", "smtp", state, List.of(), "why", Instant.EPOCH));
                    }

                    @Override
                    public List<Connection> connections() {
                        return List.of();
                    }

                    @Override
                    public boolean close(String connectionId) {
                        return false;
                    }
                })
                .execute();
    }

    @Test
    void stepsOfTheTraceThatAreLostAreAWarning() {
        assertThat(traced(0).isOk()).isTrue();
        assertThat(traced(0).toString()).contains("the trace takes 2 of 256 MiB, and is kept for 30 days");
        assertThat(traced(3).getStatus()).isEqualTo(Result.Status.WARN);
        assertThat(traced(3).toString()).contains("3 steps of the trace were lost");
    }

    private static Result traced(long lost) {
        Trace.Kept kept = new Trace.Kept(Duration.ofDays(30), (1 << 20) + 1, 256 << 20, lost);
        Trace trace = (Trace) Proxy.newProxyInstance(
                ChecksTest.class.getClassLoader(), new Class<?>[] {Trace.class}, (proxy, method, arguments) -> kept);
        return new TraceCheck(trace).execute();
    }

    @Test
    void whatAPartTellsIsCritical() {
        Result well = new TroublesCheck(List.of(List::of)).execute();
        assertThat(well.isOk()).isTrue();
        Result ill = new TroublesCheck(List.of(List::of, () -> List.of("store: file 1 is damaged {}"))).execute();
        assertThat(ill.getStatus()).isEqualTo(Result.Status.CRITICAL);
        assertThat(ill.iterator().next().getMessage()).isEqualTo("store: file 1 is damaged {}");
    }

    @Test
    void mailThatIsDueAndDoesNotGoIsCritical() {
        assertThat(queue(NOW.minusSeconds(60), QueuedMail.State.ACTIVE).isOk()).isTrue();
        assertThat(queue(NOW.minusSeconds(6000), QueuedMail.State.DEFERRED).isOk())
                .isTrue();
        assertThat(queue(NOW.minusSeconds(6000), QueuedMail.State.ACTIVE).getStatus())
                .isEqualTo(Result.Status.CRITICAL);
    }

    private static Result queue(Instant arrived, QueuedMail.State state) {
        return new QueueCheck(new OneMail(arrived, state), Clock.fixed(NOW, ZoneOffset.UTC)).execute();
    }

    @Test
    void aFolderThatIsNotThereIsCritical(@TempDir Path folder) {
        assertThat(new DiskCheck(folder.resolve("none")).execute().getStatus()).isEqualTo(Result.Status.CRITICAL);
        assertThat(new DiskCheck(folder).execute()).isNotEmpty();
    }

    @Test
    void aSmallDiskThatTakesMailIsNoTrouble() {
        assertThat(DiskCheck.status(55 << 20, 47 << 20)).isEqualTo(Result.Status.OK);
        assertThat(DiskCheck.status(55 << 20, 9 << 20)).isEqualTo(Result.Status.WARN);
        assertThat(DiskCheck.status(55 << 20, 5 << 20)).isEqualTo(Result.Status.CRITICAL);
        assertThat(DiskCheck.status(1L << 40, 2L << 30)).isEqualTo(Result.Status.OK);
        assertThat(DiskCheck.status(1L << 40, 300 << 20)).isEqualTo(Result.Status.WARN);
        assertThat(DiskCheck.status(1L << 40, 255 << 20)).isEqualTo(Result.Status.CRITICAL);
    }

    @Test
    void aPlugInThatDoesNotRunAsWantedIsCritical() {
        assertThat(plugIn("org.example.horse", "1.0.0", "active", "").isOk()).isTrue();
        assertThat(plugIn("org.example.horse", "1.0.0", "stopped", "it is switched off")
                        .isOk())
                .isTrue();
        Result former = plugIn("org.example.horse", "1.0.0", "active", "horse.jar is broken or incomplete: no zip");
        assertThat(former.getStatus()).isEqualTo(Result.Status.CRITICAL);
        assertThat(former.toString())
                .contains("org.example.horse 1.0.0 goes on, but horse.jar is broken or incomplete: no zip");
        assertThat(plugIn("org.example.horse", "1.0.0", "failed", "it is lame").toString())
                .contains("org.example.horse 1.0.0 does not run: it is lame");
    }

    @Test
    void whatMailWaitsForWhileItIsSwitchedOffIsCritical() {
        PlugIns.PlugIn store = serving("store", "store.hay", "active");
        PlugIns.PlugIn spare = serving("store", "store.straw", "stopped");
        PlugIns.PlugIn away = serving("store", "store.hay", "stopped");
        PlugIns.PlugIn local = serving("delivery", "delivery.cart", "stopped");
        PlugIns.PlugIn pop3 = serving("protocol", "protocol.pop3", "stopped");
        assertThat(plugIns(store, spare, pop3).isOk()).isTrue();
        assertThat(plugIns(away, spare).toString())
                .contains("store.hay 1.0.0 is stopped, and mail waits for it: 'posthouse plugin start store.hay'");
        Result stopped = plugIns(store, local);
        assertThat(stopped.getStatus()).isEqualTo(Result.Status.CRITICAL);
        assertThat(stopped.toString()).contains("delivery.cart 1.0.0 is stopped, and mail waits for it");
    }

    @Test
    void whoDeliversToNobodyElseOnPurposeIsWarnedOnly() {
        String name = "org.posthouse.delivery.smtp";
        Result off = plugIns(serving("delivery", name, "stopped"));
        assertThat(off.getStatus()).isEqualTo(Result.Status.WARN);
        assertThat(off.toString()).contains(name + " 1.0.0 is switched off, and mail for others waits");
        assertThat(plugIns(serving("delivery", name, "failed")).getStatus()).isEqualTo(Result.Status.CRITICAL);
    }

    private static PlugIns.PlugIn serving(String role, String name, String state) {
        return new PlugIns.PlugIn(
                name, "1.0.0", role, state, Instant.EPOCH, state.equals("active"), "", Optional.empty());
    }

    private static Result plugIns(PlugIns.PlugIn... all) {
        return new PlugInsCheck(only(PlugIns.class, "list", List.of(all)), false, Optional.empty()).execute();
    }

    @Test
    void aFileThatIsNoPlugInIsNamedOnce() {
        Result broken = plugIn("horse.jar", "", "failed", "horse.jar is broken or incomplete: no zip");
        assertThat(broken.getStatus()).isEqualTo(Result.Status.CRITICAL);
        assertThat(broken.toString())
                .contains("horse.jar is broken or incomplete: no zip")
                .doesNotContain("does not run");
    }

    private static Result plugIn(String name, String version, String state, String reason) {
        PlugIns.PlugIn plugIn =
                new PlugIns.PlugIn(name, version, "filter", state, Instant.EPOCH, true, reason, Optional.empty());
        return new PlugInsCheck(only(PlugIns.class, "list", List.of(plugIn)), false, Optional.empty()).execute();
    }

    @Test
    void aSafeStartIsAWarningThatNamesWhatIsLeftOut() {
        PlugIns.PlugIn horse = new PlugIns.PlugIn(
                "org.example.horse",
                "",
                "filter",
                "stopped",
                Instant.EPOCH,
                false,
                "",
                Optional.of(Path.of("plugins/horse.jar")));
        Result result = new PlugInsCheck(only(PlugIns.class, "list", List.of(horse)), true, Optional.empty()).execute();
        assertThat(result.getStatus()).isEqualTo(Result.Status.WARN);
        assertThat(result.toString())
                .contains("started safe: plugins/ is left alone: org.example.horse")
                .contains("org.example.horse is stopped");
    }

    @Test
    void aFileInEtcThatIsNotInForceIsCritical() {
        assertThat(settings().isOk()).isTrue();
        Result broken = settings("etc/org.example.horse.config line 1: no value");
        assertThat(broken.getStatus()).isEqualTo(Result.Status.CRITICAL);
        assertThat(broken.toString()).contains("etc/org.example.horse.config line 1: no value");
    }

    private static Result settings(String... troubles) {
        return new SettingsCheck(only(Configurations.class, "troubles", List.of(troubles))).execute();
    }

    /** That answers to one method and no other. */
    private static <T> T only(Class<T> type, String method, Object answer) {
        return type.cast(Proxy.newProxyInstance(
                ChecksTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, called, arguments) -> {
                    assertThat(called.getName()).isEqualTo(method);
                    return answer;
                }));
    }

    /** A queue with one mail in it. */
    private record OneMail(Instant arrived, QueuedMail.State state) implements MailQueue, QueuedMail {
        @Override
        public String newId() {
            return "Q1";
        }

        @Override
        public void enqueue(Envelope envelope, Content message, Instant notBefore) throws MailException {
            throw MailException.notNow("full");
        }

        @Override
        public List<Outcome> deliver(Envelope envelope, Content message) {
            return List.of();
        }

        @Override
        public List<QueuedMail> list() {
            return List.of(this);
        }

        @Override
        public Optional<QueuedMail> find(String queueId) {
            return Optional.of(this);
        }

        @Override
        public Optional<Content> message(String queueId) {
            return Optional.empty();
        }

        @Override
        public List<String> apply(QueueAction action, Selection selection) {
            return List.of();
        }

        @Override
        public String id() {
            return "Q1";
        }

        @Override
        public Optional<Address> sender() {
            return Optional.empty();
        }

        @Override
        public List<Step> recipients() {
            return List.of();
        }

        @Override
        public long size() {
            return 0;
        }
    }
}
