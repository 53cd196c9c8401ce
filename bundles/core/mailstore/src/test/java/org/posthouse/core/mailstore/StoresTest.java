package org.posthouse.core.mailstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.MailException.Kind;
import org.posthouse.api.mail.Status;
import org.posthouse.api.plugin.Breaker.State;
import org.posthouse.lib.guard.GuardLimits;
import org.posthouse.spi.store.StoreBackend;
import org.posthouse.testkit.Await;
import org.posthouse.testkit.FakeSeats;
import org.posthouse.testkit.Hung;

/** A store that hangs, fails, or says no. */
final class StoresTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final FakeSeats seats = new FakeSeats();
    private final Hung hung = new Hung();
    private final ExecutorService conversations = Executors.newCachedThreadPool();
    private Stores stores;
    private String wanted = "";

    @BeforeEach
    void open() {
        StoreBackend nothing = (StoreBackend) Proxy.newProxyInstance(
                StoresTest.class.getClassLoader(), new Class<?>[] {StoreBackend.class}, (proxy, method, arguments) -> {
                    throw new UnsupportedOperationException(method.getName());
                });
        seats.fill(StoreBackend.class, "store", "1", nothing, Map.of());
        stores = stores(LONG);
    }

    private Stores stores(Duration slow) {
        return new Stores(seats, () -> wanted, () -> {}, new GuardLimits(LONG, slow, 4, 4, 3, LONG, LONG));
    }

    @AfterEach
    void close() {
        hung.close();
        conversations.shutdownNow();
        stores.close();
    }

    private State state() {
        return stores.breakers().get(0).state();
    }

    @Test
    void theStoreIsTheOneThatIsWantedIfOneIs() throws Exception {
        assertThat(stores.<Boolean>call(store -> true)).isTrue();
        StoreBackend other = (StoreBackend) Proxy.newProxyInstance(
                StoresTest.class.getClassLoader(), new Class<?>[] {StoreBackend.class}, (proxy, method, arguments) -> {
                    throw new UnsupportedOperationException(method.getName());
                });
        seats.fill(StoreBackend.class, "house.other", "1", other, Map.of());
        assertThat(stores.<Boolean>call(store -> store == other)).isFalse();
        wanted = "other";
        assertThat(stores.<Boolean>call(store -> store == other)).isTrue();
        wanted = "house.other";
        assertThat(stores.<Boolean>call(store -> store == other)).isTrue();
        wanted = "ther";
        assertThatThrownBy(() -> stores.call(store -> store))
                .isInstanceOfSatisfying(MailException.class, failure -> assertThat(failure.kind())
                        .isEqualTo(Kind.RETRY));
        wanted = "";
        assertThat(stores.<Boolean>call(store -> store == other)).isFalse();
    }

    @Test
    void aStoreThatIsNotThereIsToldWithThoseThatAre() {
        assertThat(stores.complaint("")).isEmpty();
        assertThat(stores.complaint("store")).isEmpty();
        assertThat(stores.complaint("stroe")).hasValue("there is no store stroe; there are: store");
        assertThat(stores.troubles()).isEmpty();
        wanted = "stroe";
        assertThat(stores.troubles()).containsExactly("mailboxes: there is no store stroe; there are: store");
    }

    @Test
    void whileItHangsFurtherCallsAreRefusedAtOnce() {
        stores.close();
        stores = stores(Duration.ofMillis(50));
        for (int i = 0; i < 3; i++) {
            conversations.submit(() -> stores.call(store -> {
                hung.hangStubbornly();
                return true;
            }));
        }
        Await.until("its breaker is open", () -> !stores.breakers().isEmpty() && state() == State.OPEN);
        assertThatThrownBy(() -> stores.call(store -> true)).isInstanceOfSatisfying(MailException.class, failure -> {
            assertThat(failure.kind()).isEqualTo(Kind.RETRY);
            assertThat(failure.temporary()).isTrue();
        });
    }

    @Test
    void whatItSaysIsAnAnswerEvenThatItIsFull() {
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> stores.call(store -> {
                        throw new MailException(Kind.RETRY, Status.NOT_NOW, "full");
                    }))
                    .hasMessage("full");
        }
        assertThat(stores.breakers().get(0).failures()).isZero();
    }

    @Test
    void whatItThrowsIsItsFailure() {
        assertThatThrownBy(() -> stores.call(store -> {
                    throw new StackOverflowError();
                }))
                .isInstanceOfSatisfying(MailException.class, failure -> assertThat(failure.kind())
                        .isEqualTo(Kind.UNKNOWN));
        assertThat(stores.breakers().get(0).failures()).isEqualTo(1);
    }
}
