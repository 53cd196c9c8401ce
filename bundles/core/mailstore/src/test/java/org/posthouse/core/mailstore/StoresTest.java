package org.posthouse.core.mailstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
    private volatile String setting = "house.store";

    @TempDir
    Path home;

    @BeforeEach
    void open() {
        seats.fill(StoreBackend.class, "house.store", "1", new MemoryStore(), Map.of());
        stores = stores(LONG);
    }

    private Stores stores(Duration slow) {
        return new Stores(
                seats, new KeptBy(home), () -> setting, () -> {}, new GuardLimits(LONG, slow, 4, 4, 3, LONG, LONG));
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
    void whoKeepsTheMailKeepsItWhateverIsSetLaterAndWhoeverComesFirst() throws Exception {
        MemoryStore other = new MemoryStore();
        assertThat(stores.<Boolean>call(store -> true)).isTrue();
        seats.fill(StoreBackend.class, "a.better.store", "1", other, Map.of("service.ranking", 100));
        setting = "a.better.store";
        assertThat(stores.<Boolean>call(store -> store == other)).isFalse();
        stores.close();
        seats.remove("house.store");
        stores = stores(LONG);
        assertThatThrownBy(() -> stores.call(store -> store))
                .isInstanceOfSatisfying(MailException.class, failure -> assertThat(failure.kind())
                        .isEqualTo(Kind.RETRY));
        assertThat(stores.troubles())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line)
                        .isEqualTo("mailboxes: there is no store house.store; there are: a.better.store"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("mailboxes: the setting store is a.better.store, but the mail of this home is in"
                                + " house.store, which goes on keeping it"));
    }

    @Test
    void aStoreThatIsSwitchedOffIsNotAwayForAMoment() {
        seats.expect("house.store", false);
        seats.empty("house.store");
        assertThatThrownBy(() -> stores.call(store -> store)).hasMessage("The store is away");
        assertThatThrownBy(() -> stores.pinned()).hasMessage("The store is away");
    }

    @Test
    void aNewHomeGetsTheStoreThatIsSetWhoeverComesFirst() throws Exception {
        stores.close();
        setting = "chosen";
        Path fresh = home.resolve("fresh");
        MemoryStore chosen = new MemoryStore();
        stores = new Stores(seats, new KeptBy(fresh), () -> setting, () -> {});
        assertThatThrownBy(() -> stores.call(store -> store)).isInstanceOf(MailException.class);
        seats.fill(StoreBackend.class, "house.chosen", "1", chosen, Map.of());
        assertThat(stores.<Boolean>call(store -> store == chosen)).isTrue();
        assertThat(new KeptBy(fresh).settled()).hasValue("house.chosen");
    }

    @Test
    void whoKeepsTheMailIsOpenedInTheBackgroundAndNobodyElse() {
        MemoryStore idle = new MemoryStore();
        MemoryStore next = new MemoryStore();
        seats.fill(StoreBackend.class, "an.idle.store", "1", idle, Map.of());
        seats.fill(StoreBackend.class, "house.store", "2", next, Map.of());
        Await.until("the next version is open", () -> next.opened.get() > 0);
        assertThat(idle.opened).hasValue(0);
    }

    @Test
    void anotherStoreIsNotSetWhereThereIsMailButBySecondStep() throws Exception {
        seats.fill(StoreBackend.class, "house.other", "1", new MemoryStore(), Map.of());
        stores.call(store -> true);
        assertThat(stores.complaint("")).isEmpty();
        assertThat(stores.complaint("store")).isEmpty();
        assertThat(stores.complaint("other").orElseThrow())
                .startsWith("the mail of this home is in house.store, and nothing would move it to other.")
                .contains("stop the server", home.resolve("data/store/backend").toString());
        assertThat(stores.troubles()).isEmpty();
        stores.close();
        Files.writeString(home.resolve("data/store/backend"), "posthouse-backend 1\nhouse.other\n");
        setting = "";
        stores = stores(LONG);
        assertThat(stores.complaint("house.store")).isPresent();
        assertThat(stores.troubles()).isEmpty();
    }

    @Test
    void aStoreThatIsNotThereIsToldWithThoseThatAre() {
        stores.close();
        setting = "stroe";
        stores = new Stores(seats, new KeptBy(home.resolve("fresh")), () -> setting, () -> {});
        assertThat(stores.complaint("stroe")).hasValue("there is no store stroe; there are: house.store");
        assertThat(stores.troubles()).containsExactly("mailboxes: there is no store stroe; there are: house.store");
    }

    @Test
    void healthSpeaksWhileTheStoreDoesNotRun() throws Exception {
        stores.call(store -> true);
        seats.empty("house.store");
        assertThat(stores.troubles()).containsExactly("mailboxes: the mail is in house.store, which does not run");
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
