package org.posthouse.tck.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.posthouse.tck.store.StoreUnderTest.append;
import static org.posthouse.tck.store.StoreUnderTest.assertFails;
import static org.posthouse.tck.store.StoreUnderTest.uids;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.posthouse.api.health.Troubles;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.CareReport;
import org.posthouse.api.store.Flaw;
import org.posthouse.api.store.Snapshot;
import org.posthouse.api.store.StoreCare;
import org.posthouse.api.store.StoreOp;
import org.posthouse.api.store.StoreStats;

/** For a store that offers to be looked after: one thing is broken, a check finds it, and repair mends it or says which message it was. */
public interface CareContract extends StoreUnderTest {
    /** The folder where messages lie as they came, in whatever files. */
    Path files();

    /** Takes away all that is on disk of the message with this text; the store is open. */
    void lose(String text) throws Exception;

    /** Makes what the store keeps of INBOX's messages say one too many; the store is open afterwards. */
    void miscount() throws Exception;

    default StoreCare care() throws Exception {
        return open().care().orElseThrow(() -> new AssertionError("the store offers no care"));
    }

    /** Looks at all there is. */
    default Findings check(boolean repair) throws Exception {
        Findings findings = new Findings();
        CareReport report = care().check(Optional.empty(), repair, findings);
        assertThat(report.count()).isNotNegative();
        return findings;
    }

    private void assertSound() throws Exception {
        assertThat(check(false).flaws()).isEmpty();
        for (Snapshot snapshot : List.of(read(INBOX_ID), read(OTHER_ID))) {
            for (long uid : uids(snapshot)) {
                assertThat(text(snapshot.mailboxId(), uid)).isNotNull();
            }
        }
    }

    private static StoreOp mail(String text) {
        return append(INBOX_ID, "Subject: x\r\nMessage-ID: <" + text + "@school.edu>\r\n\r\n" + text);
    }

    private long uid(String text) throws Exception {
        return commit(mail(text)).made().get(0).uid();
    }

    /** Changes so many octets of this text wherever it lies, the first of them at some distance from each other. */
    private void flip(String text, int count) throws IOException {
        for (Path file : paths()) {
            String all = Files.readString(file, ISO_8859_1);
            for (int at = all.indexOf(text); at >= 0; at = all.indexOf(text, at + 1)) {
                for (int i = 0; i < count; i++) {
                    int octet = at + i * text.length() / count;
                    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        channel.write(ByteBuffer.wrap(new byte[] {(byte) (all.charAt(octet) ^ 0x08)}), octet);
                    }
                }
            }
        }
    }

    private List<Path> paths() throws IOException {
        try (Stream<Path> all = Files.walk(files())) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("quarantine"))
                    .toList();
        }
    }

    private void damaged(long uid) {
        assertThatThrownBy(() -> {
                    try (Content content = open().content(KATE, INBOX_ID, uid)) {
                        content.check();
                    }
                })
                .isInstanceOfAny(MailException.class, IOException.class);
    }

    @Test
    default void aSoundStoreHasNoFlaws() throws Exception {
        long[] some = fill(20);
        commit(new StoreOp.Copy(INBOX_ID, some, OTHER_ID, false));
        commit(append(INBOX_ID, "large ".repeat(400_000)));
        commit(new StoreOp.Flags(INBOX_ID, new long[] {some[1]}, Set.of("\\Seen", "$Own"), Set.of()));
        commit(new StoreOp.Expunge(INBOX_ID, new long[] {some[0]}));
        commit(RON, new StoreOp.CreateMailbox(INBOX_ID, "INBOX"), append(INBOX_ID, "for Ron"));
        Findings findings = new Findings();
        CareReport report = care().check(Optional.empty(), false, findings);
        assertThat(findings.flaws()).isEmpty();
        assertThat(report.count()).isEqualTo(41);
        CareReport kate = care().check(Optional.of(KATE), false, findings);
        assertThat(kate.count()).isEqualTo(40);
        assertThat(kate.octets()).isEqualTo(open().usage(KATE).octets());
        reopen();
        assertSound();
        assertThat(care().check(Optional.of(new AccountId("nobody")), false, findings))
                .isEqualTo(CareReport.NOTHING);
    }

    @Test
    default void aStoreThatIsNotThereIsMissingAndNotMadeAnew() throws Exception {
        long[] some = fill(2);
        assertThat(open().missing()).isEmpty();
        close();
        Path away = files().resolveSibling("away");
        Files.move(files(), away);
        assertThat(open().missing().orElseThrow()).contains(files().toString());
        close();
        assertThat(files()).doesNotExist();
        Files.createDirectories(files());
        assertThat(open().missing())
                .as("a folder where a file system is mounted")
                .isPresent();
        close();
        Files.delete(files());
        Files.move(away, files());
        assertThat(open().missing()).isEmpty();
        assertThat(uids(read(INBOX_ID))).isEqualTo(some);
    }

    @Test
    default void figuresTellWhatIsThere() throws Exception {
        fill(3);
        commit(RON, new StoreOp.CreateMailbox(INBOX_ID, "INBOX"), append(INBOX_ID, "for Ron"));
        reopen();
        StoreStats stats = care().stats();
        assertThat(stats.accounts()).isEqualTo(2);
        assertThat(stats.mailboxes()).isEqualTo(3);
        assertThat(stats.messages()).isEqualTo(4);
        assertThat(stats.octets()).isEqualTo(3 * "message 1".length() + "for Ron".length());
        assertThat(stats.diskOctets()).isGreaterThanOrEqualTo(stats.octets());
        assertThat(stats.freeOctets()).isPositive();
    }

    @Test
    default void aFlippedBitIsFoundByItsMessageAndPutBack() throws Exception {
        long before = uid("before");
        long hurt = uid("some-words-of-a-message");
        long after = uid("after");
        flip("\n\r\nsome-words", 1);
        damaged(hurt);
        Flaw flaw = check(false).flaw();
        assertThat(flaw.kind()).isEqualTo(Flaw.Kind.DAMAGED_MESSAGE);
        assertThat(flaw.mended()).isFalse();
        assertThat(flaw.where())
                .isEqualTo(new Flaw.Where(Optional.of(KATE), "INBOX", hurt, "<some-words-of-a-message@school.edu>"));
        damaged(hurt);
        assertThat(check(true).flaw().mended()).isTrue();
        assertThat(troubles()).as("what was wrong and is not any more").isEmpty();
        assertThat(text(INBOX_ID, hurt)).endsWith("\r\n\r\nsome-words-of-a-message");
        assertThat(uids(read(INBOX_ID))).containsExactly(before, hurt, after);
        assertSound();
        reopen();
        assertSound();
    }

    private List<String> troubles() throws Exception {
        return open() instanceof Troubles store ? store.troubles() : List.of();
    }

    @Test
    default void aFlippedBitInAStructureIsPutBack() throws Exception {
        long hurt = uid("some-words-of-a-message");
        byte[] structure = open().structure(KATE, INBOX_ID, hurt);
        reopen();
        flip("structure of", 1);
        assertThat(check(false).flaw().where().uid()).isEqualTo(hurt);
        assertThat(check(true).flaw().mended()).isTrue();
        assertThat(open().structure(KATE, INBOX_ID, hurt)).isEqualTo(structure);
        assertSound();
    }

    @Test
    default void whatIsBeyondRepairIsToldByMessageAndStays() throws Exception {
        long before = uid("before");
        long hurt = uid("a-message-that-is-hurt-in-many-places");
        flip("\n\r\na-message-that-is-hurt-in-many-places", 5);
        for (boolean repair : new boolean[] {false, true, true}) {
            Flaw flaw = check(repair).flaw();
            assertThat(flaw.mended()).isFalse();
            assertThat(flaw.where().uid()).isEqualTo(hurt);
            assertThat(flaw.where().messageId()).contains("hurt-in-many-places");
        }
        assertThat(uids(read(INBOX_ID))).containsExactly(before, hurt);
        assertThat(text(INBOX_ID, before)).endsWith("before");
        damaged(hurt);
    }

    @Test
    default void aMessageThatIsLostIsTakenOutOfItsMailboxAndToldAsLost() throws Exception {
        long before = uid("before");
        long lost = uid("it-will-be-lost");
        long after = uid("after");
        lose("it-will-be-lost");
        Flaw flaw = check(false).flaw();
        assertThat(flaw.kind()).isEqualTo(Flaw.Kind.MISSING_MESSAGE);
        assertThat(flaw.where().uid()).isEqualTo(lost);
        assertThat(uids(read(INBOX_ID))).containsExactly(before, lost, after);
        Flaw told = check(true).flaw();
        assertThat(told.mended()).as("what is lost is not mended").isFalse();
        assertThat(told.what()).contains("lost");
        assertThat(uids(read(INBOX_ID))).containsExactly(before, after);
        assertThat(open().since(KATE, INBOX_ID, read(INBOX_ID).modSeq()).expunged())
                .isEmpty();
        assertSound();
        assertThat(uid("next")).isGreaterThan(after);
    }

    @Test
    default void aWrongCounterIsFoundAndCountedAnew() throws Exception {
        fill(5);
        miscount();
        Flaw flaw = check(false).flaw();
        assertThat(flaw.kind()).isEqualTo(Flaw.Kind.WRONG_COUNTER);
        assertThat(flaw.where()).isEqualTo(Flaw.Where.of(KATE, "INBOX"));
        Findings findings = new Findings();
        assertThat(care().recount(KATE, findings).count()).isEqualTo(5);
        assertThat(findings.flaw().mended()).isTrue();
        assertThat(open().usage(KATE).messages()).isEqualTo(5);
        assertSound();
        reopen();
        assertThat(open().usage(KATE).messages()).isEqualTo(5);
        assertSound();
    }

    @Test
    default void repairCountsAnewToo() throws Exception {
        fill(5);
        miscount();
        assertThat(check(true).flaw().mended()).isTrue();
        assertThat(open().usage(KATE).messages()).isEqualTo(5);
        assertSound();
    }

    @Test
    default void whatIsRebuiltIsAsItWas() throws Exception {
        long[] some = fill(300);
        commit(new StoreOp.Flags(INBOX_ID, new long[] {some[3], some[7]}, Set.of("\\Seen", "$Own"), Set.of()));
        commit(new StoreOp.Expunge(INBOX_ID, new long[] {some[5], some[299]}));
        commit(new StoreOp.Copy(INBOX_ID, new long[] {some[7], some[9]}, OTHER_ID, true));
        commit(new StoreOp.Subscribe("INBOX", true));
        commit(new StoreOp.RenameMailbox(OTHER_ID, "Another"));
        List<String> before = picture();
        Findings findings = new Findings();
        assertThat(care().rebuild(KATE, findings).count()).isEqualTo(298);
        assertThat(findings.flaws()).isEmpty();
        assertThat(picture()).isEqualTo(before);
        assertSound();
        reopen();
        assertThat(picture()).isEqualTo(before);
        assertThat(uid("next")).isEqualTo(some[299] + 1);
        assertSound();
    }

    /** All that a client sees. */
    private List<String> picture() throws Exception {
        List<String> all = new ArrayList<>();
        all.add(open().mailboxes(KATE).all() + " " + open().mailboxes(KATE).subscribed());
        for (Snapshot box : List.of(read(INBOX_ID), read(OTHER_ID))) {
            all.add(box.uidValidity() + " " + box.uidNext() + " " + box.modSeq());
            for (int i = 0; i < box.count(); i++) {
                all.add(box.uid(i) + " " + box.modSeq(i) + " " + box.size(i) + " " + box.received(i) + " "
                        + box.flags(i) + " " + text(box.mailboxId(), box.uid(i)));
            }
        }
        return all;
    }

    @Test
    default void whoWatchesEndsIt() throws Exception {
        fill(500);
        CareReport part = care().check(Optional.empty(), false, new Findings(done -> done < 64));
        assertThat(part.count()).isLessThan(500);
        assertThat(care().rebuild(KATE, new Findings(done -> false)).count()).isZero();
        assertSound();
    }

    @Test
    default void aStoreThatIsClosedEndsItWithAWord() throws Exception {
        fill(500);
        StoreCare care = care();
        AtomicBoolean closed = new AtomicBoolean();
        Findings closing = new Findings(done -> {
            if (!closed.getAndSet(true)) {
                closeNow();
            }
            return true;
        });
        assertFails(MailException.Kind.RETRY, () -> care.check(Optional.empty(), false, closing));
        assertSound();
    }

    private void closeNow() {
        try {
            close();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    default void whileMailComesAndGoesNothingIsTakenForAFlaw() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<Integer>> writers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            writers.add(threads.submit(() -> comeAndGo(done)));
        }
        try {
            for (int round = 0; round < 10; round++) {
                assertThat(check(round % 2 == 1).flaws()).isEmpty();
                care().compact(new Findings());
            }
        } finally {
            done.set(true);
        }
        for (Future<Integer> writer : writers) {
            assertThat(writer.get()).isPositive();
        }
        threads.shutdown();
        assertSound();
    }

    private int comeAndGo(AtomicBoolean done) throws Exception {
        int rounds = 0;
        do {
            long[] made = fill(10);
            commit(new StoreOp.Flags(INBOX_ID, new long[] {made[0]}, Set.of("\\Flagged"), Set.of()));
            commit(new StoreOp.Copy(INBOX_ID, new long[] {made[1], made[2]}, OTHER_ID, rounds % 2 == 0));
            commit(new StoreOp.Expunge(INBOX_ID, java.util.Arrays.copyOfRange(made, 3, 10)));
            rounds++;
        } while (!done.get());
        return rounds;
    }

    @Test
    default void compactingKeepsWhatIsWanted() throws Exception {
        String text = "many words ".repeat(1000);
        List<Long> uids = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            uids.add(commit(append(INBOX_ID, text + i)).made().get(0).uid());
        }
        commit(new StoreOp.Expunge(
                INBOX_ID,
                uids.subList(0, 54).stream().mapToLong(Long::longValue).toArray()));
        List<String> before = picture();
        assertThat(care().compact(new Findings()).octets()).isNotNegative();
        assertThat(picture()).isEqualTo(before);
        assertSound();
    }

    /** Of a date and a text that no other message has. */
    @Test
    default void datesAreKeptToTheMillisecond() throws Exception {
        Instant date = Instant.parse("2001-02-03T04:05:06.789Z");
        commit(new StoreOp.Append(
                INBOX_ID,
                Content.of("x".getBytes(UTF_8)),
                new byte[] {1},
                Set.of(),
                date,
                StoreUnderTest.operationId()));
        var unused = care().rebuild(KATE, new Findings());
        assertThat(read(INBOX_ID).received(0)).isEqualTo(date);
    }
}
