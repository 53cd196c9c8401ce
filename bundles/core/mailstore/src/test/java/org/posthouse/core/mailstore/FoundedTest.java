package org.posthouse.core.mailstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.MailException.Kind;
import org.posthouse.spi.store.StoreBackend;
import org.posthouse.testkit.Await;
import org.posthouse.testkit.FakeSeats;

/** A store whose folder is not where it was. */
final class FoundedTest {
    private static final String PLUGIN = "house.store";
    private static final AccountId KATE = new AccountId("kate");

    private final MemoryStore store = new MemoryStore();

    @TempDir
    private Path home;

    @BeforeEach
    void aStoreThatIsAFolder() {
        store.folder = Optional.of(folder());
    }

    private Path folder() {
        return home.resolve("data/store/default");
    }

    private Path mark() {
        return home.resolve("data/store.made");
    }

    /** As at a start. */
    private Founded begin() throws MailException {
        KeptBy keptBy = new KeptBy(home);
        keptBy.settle(PLUGIN);
        keptBy.founded().require(PLUGIN, store);
        return keptBy.founded();
    }

    private void unmount() throws Exception {
        Files.move(home.resolve("data/store"), home.resolve("elsewhere"));
    }

    private void assertMissing() {
        assertThatThrownBy(this::begin).isInstanceOfSatisfying(MailException.class, failure -> {
            assertThat(failure.kind()).isEqualTo(Kind.RETRY);
            assertThat(failure).hasMessage("The store is missing");
        });
        assertThat(folder().getParent()).as("nothing is made").doesNotExist();
    }

    @Test
    void aNewHomeGetsAStoreAndSaysSo() throws Exception {
        begin();
        assertThat(folder()).exists();
        assertThat(mark()).content().startsWith("posthouse-store 1\n" + PLUGIN + "\n");
        assertThat(begin().missing()).isEmpty();
    }

    @Test
    void aStoreThatIsMissingIsNotMadeAnew() throws Exception {
        begin();
        unmount();
        assertMissing();
        assertMissing();
        assertThat(new KeptBy(home).settled()).hasValue(PLUGIN);
        Files.move(home.resolve("elsewhere"), home.resolve("data/store"));
        assertThat(begin().missing()).isEmpty();
    }

    @Test
    void anEmptyOneIsMadeOnPurpose() throws Exception {
        begin();
        unmount();
        assertMissing();
        Files.delete(mark());
        begin();
        assertThat(folder()).exists();
        assertThat(mark()).exists();
    }

    @Test
    void aHomeThatWasLeftWhileItsStoreWasMadeGoesOnMakingIt() throws Exception {
        store.dies = true;
        assertThatThrownBy(this::begin).hasMessage("killed");
        assertThat(home.resolve("data/store/backend")).exists();
        assertThat(mark()).doesNotExist();
        store.dies = false;
        begin();
        assertThat(mark()).exists();
    }

    @Test
    void aHomeFromBeforeGetsItsMark() throws Exception {
        Files.createDirectories(folder());
        begin();
        assertThat(mark()).exists();
    }

    @Test
    void anotherStoreThatIsToKeepTheMailIsMade() throws Exception {
        begin();
        new KeptBy(home).founded().require("house.other", new MemoryStore());
        assertThat(mark()).content().contains("house.other");
    }

    @Test
    void aMarkThatCannotBeWrittenKeepsNoMailBack() throws Exception {
        Files.createDirectories(mark().resolve("in the way"));
        assertThat(begin().missing()).isEmpty();
    }

    @Test
    void everybodyIsToldAndItServesAsSoonAsItIsThere() throws Exception {
        Files.createDirectories(home.resolve("data"));
        Files.writeString(mark(), "posthouse-store 1\n" + PLUGIN + "\n");
        FakeSeats seats = new FakeSeats();
        seats.fill(StoreBackend.class, PLUGIN, "1", store, Map.of());
        try (Stores stores = new Stores(seats, new KeptBy(home), () -> "", () -> {})) {
            assertThatThrownBy(() -> stores.call(backend -> backend.mailboxes(KATE)))
                    .hasMessage("The store is missing");
            assertThatThrownBy(() -> stores.require(PLUGIN, store)).hasMessageContaining("Mount its file system");
            assertThat(stores.troubles()).singleElement().satisfies(told -> assertThat(told)
                    .startsWith("mailboxes: the store is missing: there is no " + folder())
                    .contains("Mount", mark().toString()));
            assertThat(folder().getParent()).as("nothing is made").doesNotExist();
            Files.createDirectories(folder());
            Await.until(
                    "asking has it looked for again", () -> stores.troubles().isEmpty());
            assertThat(stores.call(backend -> backend.mailboxes(KATE)).all()).isEmpty();
        }
    }
}
