package org.posthouse.store.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.posthouse.store.log.HurtStore.KATE;
import static org.posthouse.store.log.HurtStore.RON;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthouse.api.store.Flaw;
import org.posthouse.api.store.Snapshot;
import org.posthouse.api.store.StoreOp;

/** Somebody has taken a segment away: what was in it is lost until it is brought back, and nothing else. */
final class MissingSegmentTest {
    @TempDir
    private Path home;

    @TempDir
    private Path elsewhere;

    private HurtStore store;

    @BeforeEach
    void twoAccountsInTwoSegments() throws Exception {
        store = new HurtStore(home);
        store.commit(KATE, new StoreOp.CreateMailbox(HurtStore.BOX, "INBOX"));
        store.commit(RON, new StoreOp.CreateMailbox(HurtStore.BOX, "INBOX"));
        store.bring(RON, "his");
        store.bring(KATE, "one", "two");
        store.close();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Snapshot box() throws Exception {
        return store.store().read(KATE, HurtStore.BOX);
    }

    private long newest() throws Exception {
        return store.shard().log().newest();
    }

    /** Takes a segment away; where it is now. */
    private Path take(long segment) throws Exception {
        store.close();
        return Files.move(store.file(segment), elsewhere.resolve("taken"), StandardCopyOption.REPLACE_EXISTING);
    }

    private void bringBack(Path taken, long segment) throws Exception {
        store.close();
        Files.move(taken, store.file(segment));
    }

    private void assertTold(long segment) {
        assertThat(store.store().troubles())
                .anyMatch(what -> what.contains("segment " + segment + " of shard 0 is missing")
                        && what.contains("store check --repair"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theNewestIsToldAndMissedUntilItIsThereAgain(boolean folderInItsPlace) throws Exception {
        store.bring(KATE, "three", "four");
        Snapshot before = box();
        long segment = newest();
        Path taken = take(segment);
        if (folderInItsPlace) {
            Files.createDirectory(store.file(segment));
        }
        assertThat(store.texts(RON)).containsExactly("his");
        assertThat(store.texts(KATE)).containsExactly("one", "two");
        assertTold(segment);
        assertThat(store.store().troubles())
                .anyMatch(what -> what.contains("account kate has lost"))
                .noneMatch(what -> what.contains("account ron"));
        assertThat(box().uidNext()).isGreaterThanOrEqualTo(before.uidNext());
        assertThat(box().modSeq().value())
                .isGreaterThanOrEqualTo(before.modSeq().value());
        assertThat(box().uidValidity()).isEqualTo(before.uidValidity());
        store.bring(KATE, "five");
        long given = box().uid(2);
        assertThat(given).isGreaterThanOrEqualTo(before.uidNext());
        assertThat(newest()).isGreaterThan(segment);
        assertThat(store.check(false)).anyMatch(flaw -> flaw.what().contains("segment " + segment + " of shard 0 is"));
        store.close();
        assertThat(store.texts(KATE)).containsExactly("one", "two", "five");
        assertTold(segment);
        store.close();
        Files.deleteIfExists(store.file(segment));
        bringBack(taken, segment);
        assertThat(store.texts(KATE)).containsExactly("one", "two", "three", "four", "five");
        assertThat(box().uid(4)).isEqualTo(given);
        assertThat(store.texts(RON)).containsExactly("his");
        assertThat(store.store().troubles()).isEmpty();
        assertThat(store.check(false)).isEmpty();
        store.close();
        assertThat(store.texts(KATE)).containsExactly("one", "two", "three", "four", "five");
        assertThat(store.store().troubles()).isEmpty();
    }

    /** As it is after a kill. */
    private long bringUnknownToTheCheckpoint(String... texts) throws Exception {
        store.bring(RON, "late");
        store.shard().noteWhereabouts();
        Path checkpoint = store.folder().resolve("checkpoint");
        Path early = Files.copy(checkpoint, elsewhere.resolve("checkpoint"));
        store.bring(KATE, texts);
        long segment = newest();
        store.close();
        Files.move(early, checkpoint, StandardCopyOption.REPLACE_EXISTING);
        return segment;
    }

    @Test
    void whereNobodyKnowsWhoHadSomethingInItNoNumberIsGivenAgain() throws Exception {
        long segment = bringUnknownToTheCheckpoint("three", "four");
        long next = 5;
        Path taken = take(segment);
        assertThat(store.texts(KATE)).containsExactly("one", "two");
        assertTold(segment);
        assertThat(box().uidNext()).isGreaterThanOrEqualTo(next);
        store.bring(KATE, "five");
        assertThat(box().uid(2)).isGreaterThanOrEqualTo(next);
        assertThat(store.texts(RON)).containsExactly("his");
        store.close();
        assertThat(store.texts(KATE)).containsExactly("one", "two", "five");
        bringBack(taken, segment);
        assertThat(store.texts(KATE)).containsExactly("one", "two", "three", "four", "five");
        assertThat(store.texts(RON)).containsExactly("his", "late");
        assertThat(box().uid(3)).isEqualTo(4);
    }

    @Test
    void repairGoesOnWithoutIt() throws Exception {
        store.bring(KATE, "three", "four");
        Snapshot before = box();
        long segment = newest();
        take(segment);
        store.bring(KATE, "five");
        long given = box().uid(2);
        assertThat(store.check(true)).anyMatch(flaw -> flaw.what().contains("is missing") && flaw.mended());
        assertThat(store.check(false)).isEmpty();
        assertThat(store.texts(KATE)).containsExactly("one", "two", "five");
        assertThat(box().uid(2)).isEqualTo(given);
        assertThat(box().uidNext()).isGreaterThan(given);
        assertThat(box().modSeq().value()).isGreaterThan(before.modSeq().value());
        assertThat(store.store().troubles()).noneMatch(what -> what.contains("is missing ("));
        store.close();
        assertThat(store.texts(KATE)).containsExactly("one", "two", "five");
        assertThat(store.store().troubles()).isEmpty();
        store.shard().keeper().round(2);
        assertThat(store.texts(RON)).containsExactly("his");
    }

    @Test
    void repairedWithoutMailSinceNumbersDoNotGoBackEither() throws Exception {
        long segment = bringUnknownToTheCheckpoint("three", "four");
        take(segment);
        long next = box().uidNext();
        assertThat(next).isGreaterThan(4);
        assertThat(store.check(true)).isNotEmpty();
        store.close();
        assertThat(store.check(false)).isEmpty();
        assertThat(box().uidNext()).isEqualTo(next);
        assertThat(store.texts(KATE)).containsExactly("one", "two");
    }

    @Test
    void filesOfItsMessagesStay() throws Exception {
        String large = "x".repeat(300 << 10);
        long segment = bringUnknownToTheCheckpoint("three", large);
        Path taken = take(segment);
        assertThat(store.texts(KATE)).containsExactly("one", "two");
        store.close();
        assertThat(store.texts(RON)).containsExactly("his");
        bringBack(taken, segment);
        assertThat(store.texts(KATE)).containsExactly("one", "two", "three", large);
    }

    @Test
    void anAccountThatWasWrittenWholeInItIsWhatItsOlderRecordsSay() throws Exception {
        store.commit(KATE, new StoreOp.CreateMailbox("sent", "Sent"));
        store.close();
        Scribe.write(store.shard(), store.line(KATE), Mover.none(store.shard()));
        long next = box().uidNext();
        long segment = newest();
        Path taken = take(segment);
        assertThat(store.texts(KATE)).containsExactly("one", "two");
        assertThat(store.store().mailboxes(KATE).all()).hasSize(2);
        assertThat(box().uidNext()).isGreaterThanOrEqualTo(next);
        assertTold(segment);
        bringBack(taken, segment);
        assertThat(store.texts(KATE)).containsExactly("one", "two");
        assertThat(store.store().troubles()).isEmpty();
    }

    @Test
    void oneInTheMiddleCostsWhatWasInIt() throws Exception {
        store.bring(KATE, "three");
        long segment = newest();
        store.close();
        store.bring(KATE, "four");
        take(segment);
        assertThat(store.texts(KATE)).containsExactly("one", "two", "four");
        assertThat(box().uid(2)).isEqualTo(4);
        assertTold(segment);
        assertThat(store.store().troubles()).anyMatch(what -> what.contains("mailbox INBOX UID 3"));
        assertThat(store.check(true)).isNotEmpty();
        assertThat(store.check(false)).isEmpty();
        assertThat(store.texts(KATE)).containsExactly("one", "two", "four");
    }

    @Test
    void oneThatIsCutShortIsReadAsFarAsItGoes() throws Exception {
        store.bring(KATE, "three", "four", "five");
        long segment = newest();
        long cut = store.line(KATE).whereabouts().tail()[4] + 60;
        store.close();
        store.bring(KATE, "six");
        store.close();
        try (var file = Files.newByteChannel(store.file(segment), StandardOpenOption.WRITE)) {
            file.truncate(Positions.offset(cut));
        }
        assertThat(store.store().usage(RON).messages()).isEqualTo(1);
        assertThat(store.store().troubles())
                .anyMatch(what -> what.contains("segment " + segment) && what.contains("is cut short"));
        assertThat(store.texts(KATE)).containsExactly("one", "two", "three", "six");
        assertThat(store.store().troubles()).anyMatch(what -> what.contains("mailbox INBOX UID 4 to 5"));
        assertThat(store.check(false)).isNotEmpty();
        List<Flaw> flaws = store.check(true);
        assertThat(flaws).anyMatch(flaw -> flaw.what().contains("UID 4 to 5"));
        assertThat(store.check(false)).isEmpty();
        assertThat(store.texts(KATE)).containsExactly("one", "two", "three", "six");
        store.close();
        assertThat(store.texts(KATE)).containsExactly("one", "two", "three", "six");
        assertThat(store.store().troubles()).isEmpty();
    }
}
