package org.posthouse.store.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.posthouse.store.log.HurtStore.KATE;
import static org.posthouse.store.log.HurtStore.RON;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posthouse.api.store.Flaw;
import org.posthouse.api.store.StoreOp;

/** A record whose head says that it is longer, or shorter, than it is. */
final class DamagedLengthTest {
    private HurtStore store;
    private long position;

    @BeforeEach
    void oneOfSeveralChangesIsFound(@TempDir Path home) throws Exception {
        store = new HurtStore(home);
        store.commit(KATE, new StoreOp.CreateMailbox(HurtStore.BOX, "INBOX"));
        store.commit(RON, new StoreOp.CreateMailbox(HurtStore.BOX, "INBOX"));
        store.bring(RON, "his");
        store.bring(KATE, "one", "two", "three");
        position = store.line(KATE).whereabouts().tail()[2];
        store.close();
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** The length of the meta part, then that of the content. */
    @ParameterizedTest
    @CsvSource({"32, 6", "32, 7", "33, 1", "33, 4", "35, 0", "36, 4", "36, 6", "36, 7", "37, 2", "39, 1"})
    void costsNothingButThatRecordAndIsPutBack(int octet, int bit) throws Exception {
        store.flip(position, octet, bit);
        assertThat(store.texts(RON)).containsExactly("his");
        assertThat(store.texts(KATE)).contains("one", "three").doesNotContain("two");
        assertThat(store.store().troubles())
                .anyMatch(what -> what.contains("is damaged at octet " + Positions.offset(position)))
                .anyMatch(what -> what.contains("account kate has lost") && what.contains("UID 2"));
        store.bring(KATE, "four");
        assertThat(store.store().read(KATE, HurtStore.BOX).uidNext()).isEqualTo(5);
        assertThat(store.check(false)).isNotEmpty().noneMatch(Flaw::mended);
        assertThat(store.check(true)).anyMatch(flaw -> flaw.what().contains("is damaged") && flaw.mended());
        assertThat(store.texts(KATE)).containsExactly("one", "two", "three", "four");
        assertThat(store.check(true)).allMatch(Flaw::mended);
        assertThat(store.check(false)).isEmpty();
        assertThat(store.store().troubles()).isEmpty();
        store.close();
        assertThat(store.texts(KATE)).containsExactly("one", "two", "three", "four");
    }
}
