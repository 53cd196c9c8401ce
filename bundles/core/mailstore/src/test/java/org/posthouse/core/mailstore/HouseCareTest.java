package org.posthouse.core.mailstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.MailException.Kind;
import org.posthouse.api.store.CareReport;
import org.posthouse.api.store.CareWatch;
import org.posthouse.api.store.Flaw;
import org.posthouse.api.store.StoreCare;
import org.posthouse.api.store.StoreStats;
import org.posthouse.spi.store.StoreBackend;
import org.posthouse.testkit.Await;
import org.posthouse.testkit.FakeSeats;

/** Care for a store that is replaced, busy, or has none to offer. */
final class HouseCareTest implements StoreCare, CareWatch {
    private static final String STORE = "house.store";

    @TempDir
    private Path home;

    private final FakeSeats seats = new FakeSeats();
    private final List<Flaw> found = new ArrayList<>();
    private Optional<StoreCare> offered = Optional.of(this);
    private LongConsumer meanwhile = done -> {};
    private Stores stores;
    private HouseCare care;

    @BeforeEach
    void open() {
        seats.fill(StoreBackend.class, STORE, "1", store(), Map.of());
        stores = new Stores(seats, new KeptBy(home), () -> STORE, () -> {});
        care = new HouseCare(stores);
    }

    @AfterEach
    void close() {
        stores.close();
    }

    private StoreBackend store() {
        return (StoreBackend) Proxy.newProxyInstance(
                HouseCareTest.class.getClassLoader(),
                new Class<?>[] {StoreBackend.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "care" -> offered;
                    case "missing" -> Optional.empty();
                    default -> null;
                });
    }

    @Override
    public StoreStats stats() {
        return new StoreStats("", 1, 2, 3, 4, 5, 6, Map.of());
    }

    /** A thousand messages, one after the other. */
    @Override
    public CareReport check(Optional<AccountId> account, boolean repair, CareWatch watch) {
        long done = 0;
        while (done < 1000 && watch.on(done, 1000, "messages checked")) {
            done++;
        }
        return new CareReport(done, 0);
    }

    @Override
    public CareReport recount(AccountId account, CareWatch watch) {
        throw new IllegalStateException("it fails");
    }

    @Override
    public CareReport rebuild(AccountId account, CareWatch watch) throws MailException {
        throw MailException.notNow("not now");
    }

    @Override
    public CareReport compact(CareWatch watch) {
        return CareReport.NOTHING;
    }

    @Override
    public boolean on(long done, long of, String what) {
        meanwhile.accept(done);
        return true;
    }

    @Override
    public void found(Flaw flaw) {
        found.add(flaw);
    }

    private CareReport check() throws MailException {
        return care.check(Optional.empty(), false, this);
    }

    /** But for who opens it early, for a moment. */
    private void nobodyHoldsIt() {
        Await.until("its pins are given back", () -> seats.pins(STORE) == 0);
    }

    @Test
    void figuresSayWhoseTheyAre() throws Exception {
        assertThat(care.stats().store()).isEqualTo(STORE + " 1");
        assertThat(care.stats().messages()).isEqualTo(3);
    }

    @Test
    void aStoreThatIsReplacedEndsItWithAWordAndTheNextOneBeginsAnew() throws Exception {
        meanwhile = done -> {
            if (done == 300) {
                seats.fill(StoreBackend.class, STORE, "2", store(), Map.of());
            }
        };
        assertThatThrownBy(this::check)
                .isInstanceOfSatisfying(MailException.class, failure -> assertThat(failure.kind())
                        .isEqualTo(Kind.RETRY))
                .hasMessageContaining("replaced")
                .hasMessageContaining("301 of 1000 messages checked");
        nobodyHoldsIt();
        meanwhile = done -> {};
        assertThat(check().count()).isEqualTo(1000);
    }

    @Test
    void onePieceOfWorkAtATimeButFiguresAreToldMeanwhile() throws Exception {
        List<String> said = new ArrayList<>();
        meanwhile = done -> {
            if (done == 5) {
                try {
                    said.add(care.stats().store());
                    var unused = care.compact(this);
                } catch (MailException busy) {
                    said.add(busy.getMessage());
                }
            }
        };
        assertThat(check().count()).isEqualTo(1000);
        assertThat(said).hasSize(2);
        assertThat(said.get(1)).contains("by another command");
        assertThat(care.compact(this)).isEqualTo(CareReport.NOTHING);
    }

    @Test
    void aStoreWithoutCareIsNamed() {
        offered = Optional.empty();
        assertThatThrownBy(this::check)
                .isInstanceOfSatisfying(MailException.class, failure -> assertThat(failure.kind())
                        .isEqualTo(Kind.PERMANENT))
                .hasMessageContaining(STORE + " looks after itself");
        nobodyHoldsIt();
    }

    @Test
    void whatItThrowsIsItsFailureAndWhatItSaysAnAnswer() {
        AccountId kate = new AccountId("kate");
        assertThatThrownBy(() -> care.recount(kate, this))
                .isInstanceOfSatisfying(MailException.class, failure -> assertThat(failure.kind())
                        .isEqualTo(Kind.UNKNOWN));
        assertThatThrownBy(() -> care.rebuild(kate, this)).hasMessage("not now");
        assertThat(found).isEmpty();
    }
}
