package org.posthouse.filter.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.posthouse.testkit.FakeClient;
import org.posthouse.testkit.Hung;

class ClientNamesTest {
    private static final Duration PLENTY = Duration.ofMinutes(1);

    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void anAnswerIsRememberedForSomeMinutes() {
        try (ClientNames names =
                new ClientNames(address -> Optional.of("host" + asked.incrementAndGet() + ".example"), now::get)) {
            assertThat(names.of(new FakeClient(), PLENTY)).contains("host1.example");
            assertThat(names.of(new FakeClient(), PLENTY)).contains("host1.example");
            now.addAndGet(Duration.ofMinutes(6).toNanos());
            assertThat(names.of(new FakeClient(), PLENTY)).contains("host2.example");
        }
    }

    @Test
    void whatTheConnectionKnowsIsNotAskedFor() {
        try (ClientNames names = new ClientNames(address -> Optional.of("host" + asked.incrementAndGet()), now::get)) {
            assertThat(names.of(new FakeClient().name("known.example"), PLENTY)).contains("known.example");
            assertThat(asked).hasValue(0);
        }
    }

    @Test
    void aDnsThatHangsHoldsNobodyUp() {
        try (Hung hung = new Hung();
                ClientNames names = new ClientNames(address -> hang(hung), now::get)) {
            for (int i = 0; i < 200; i++) {
                FakeClient client = new FakeClient().from("198.51.100." + i);
                assertThat(names.of(client, Duration.ofMillis(1))).isEmpty();
            }
            assertThat(hung.inside()).isLessThanOrEqualTo(4);
        }
    }

    @Test
    void thisMachineHasAConfirmedNameOrNone() {
        try (ClientNames names = new ClientNames()) {
            assertThat(names.of(new FakeClient().from("127.0.0.1"), PLENTY)).isNotEqualTo(Optional.of("127.0.0.1"));
        }
    }

    private static Optional<String> hang(Hung hung) {
        hung.hangStubbornly();
        return Optional.empty();
    }
}
