package org.posthouse.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.Address;
import org.posthouse.api.queue.MailQueue;
import org.posthouse.api.queue.QueuedMail;

final class QueueCommandsTest {
    private final Screen screen = new Screen();
    private List<String> troubles = List.of();

    private int run(List<QueuedMail> mails, String... words) throws Exception {
        MailQueue queue = (MailQueue) Proxy.newProxyInstance(
                MailQueue.class.getClassLoader(),
                new Class<?>[] {MailQueue.class},
                (proxy, method, arguments) -> method.getName().equals("troubles") ? troubles : mails);
        return new Offered().with(MailQueue.class, queue).run(QueueCommands.all(), screen, words);
    }

    @Test
    void theListEndsWithItsSum() throws Exception {
        assertThat(run(List.of(new Waiting("id1", 3, 1000), new Waiting("id2", 1, 2000)), "queue", "list"))
                .isZero();
        assertThat(screen.out()).contains("id1", "id2").endsWith("\n2 mails, 2.9K, the oldest 3h\n");
    }

    @Test
    void theSumIsOfThoseThatWereAskedFor() throws Exception {
        List<QueuedMail> mails = List.of(new Waiting("id1", 30, 1000), new Waiting("held", 1, 2000));
        assertThat(run(mails, "queue", "list", "--state", "held")).isZero();
        assertThat(screen.out()).endsWith("\n1 mail, 2.0K, the oldest 1h\n").doesNotContain("id1");
    }

    @Test
    void noneThatFitsIsToldFromNone() throws Exception {
        assertThat(run(List.of(), "queue", "list")).isZero();
        assertThat(screen.out()).isEqualTo("The queue is empty.\n");
        assertThat(run(List.of(new Waiting("id1", 1, 1)), "queue", "list", "--state", "held"))
                .isZero();
        assertThat(screen.out()).endsWith("None of 1 mail in the queue is like that.\n");
    }

    @Test
    void whatIsMissingIsToldBelowAllThatIsThere() throws Exception {
        troubles = List.of("queue: segment 7 is missing");
        assertThat(run(List.of(), "queue", "list")).isZero();
        assertThat(screen.out()).isEqualTo("The queue is empty.\nqueue: segment 7 is missing\n");
        assertThat(run(List.of(new Waiting("id1", 1, 1)), "queue", "summary")).isZero();
        assertThat(screen.out()).endsWith("\nqueue: segment 7 is missing\n");
        assertThat(run(List.of(), "queue", "summary", "--json")).isZero();
        assertThat(screen.out()).endsWith("}\n").contains("\"troubles\" : [ \"queue: segment 7 is missing\" ]");
    }

    @Test
    void jsonIsTheMailsAlone() throws Exception {
        assertThat(run(List.of(new Waiting("id1", 1, 1)), "queue", "list", "--json"))
                .isZero();
        assertThat(screen.out()).startsWith("[").endsWith("]\n");
    }

    /** A mail that came so many hours and a half ago. */
    private record Waiting(String id, int hours, long size) implements QueuedMail {
        @Override
        public Optional<Address> sender() {
            return Address.parse("ron@example.com");
        }

        @Override
        public List<Step> recipients() {
            return List.of();
        }

        @Override
        public Instant arrived() {
            return Instant.now().minus(Duration.ofHours(hours)).minusSeconds(1800);
        }

        @Override
        public State state() {
            return id.equals("held") ? State.HELD : State.DEFERRED;
        }
    }
}
