package org.posthouse.lib.segments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthouse.api.mail.MailException;
import org.posthouse.testkit.Await;

class GroupCommitTest {
    private static final int SIZE = 1 << 20;
    private static final int TYPE = Append.FIRST_TYPE;

    @TempDir
    Path folder;

    private final List<String> found = new ArrayList<>();
    private final List<String> damages = new ArrayList<>();
    private boolean spare = true;
    private final AtomicInteger forces = new AtomicInteger();

    /** A log with its writer; notes what it finds. */
    private final class Open implements AutoCloseable {
        final SegmentLog log;
        final GroupCommit commit;
        final AtomicInteger uncertain = new AtomicInteger();

        Open(Forcing forcing) throws IOException {
            found.clear();
            log = SegmentLog.open(folder, SIZE, octets -> spare, forcing, each -> found.add(text(each.meta())));
            commit = new GroupCommit("test", log, Duration.ofMillis(20), uncertain::incrementAndGet);
        }

        Open() throws IOException {
            this(channel -> {
                forces.incrementAndGet();
                channel.force(false);
            });
        }

        Place put(String text) throws Exception {
            return put(text, new byte[100]);
        }

        Place put(String text, byte[] content) throws Exception {
            Append append = Append.forced(TYPE, octets(text), content);
            commit.append(append);
            return append.placed().get(120, TimeUnit.SECONDS);
        }

        @Override
        public void close() {
            commit.close();
        }
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }

    private List<String> reopened() throws IOException {
        try (Open open = new Open()) {
            damages.clear();
            damages.addAll(open.log.damages());
        }
        return List.copyOf(found);
    }

    private Path segment(int number) {
        return folder.resolve("%010d.seg".formatted(number));
    }

    /** Its header does not tell up to where all was safe. */
    private void asAfterAKill(int number) throws IOException {
        overwrite(segment(number), Segment.RANGE, Range.from(0).encode().array());
    }

    private void overwrite(Path file, long offset, byte[] octets) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            assertThat(channel.write(ByteBuffer.wrap(octets), offset)).isEqualTo(octets.length);
        }
    }

    @Test
    void aDiskThatIsNearlyFullGetsNoSegmentsAhead() throws Exception {
        spare = false;
        try (Open open = new Open()) {
            open.put("a");
            open.log.fillAhead();
            assertThat(folder.resolve("pool")).isEmptyDirectory();
            spare = true;
            open.log.fillAhead();
            assertThat(folder.resolve("pool")).isNotEmptyDirectory();
        }
    }

    @Test
    void recordsAreFoundInTheirOrderOverSegmentsAndRestarts() throws Exception {
        List<String> given = new ArrayList<>();
        for (int restart = 0; restart < 3; restart++) {
            try (Open open = new Open()) {
                assertThat(found).isEqualTo(given);
                for (int i = 0; i < 50; i++) {
                    String text = restart + " " + i;
                    open.put(text, new byte[50_000]);
                    given.add(text);
                }
            }
        }
        assertThat(reopened()).isEqualTo(given);
    }

    @Test
    void oneForceServesAllThatCameWhileTheLastOneRan() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger count = new AtomicInteger();
        try (Open open = new Open(channel -> {
            count.incrementAndGet();
            running.countDown();
            await(goOn);
        })) {
            List<Append> appends = new ArrayList<>();
            for (int i = 0; i < 101; i++) {
                Append append = Append.forced(TYPE, octets("x" + i), new byte[10]);
                appends.add(append);
                open.commit.append(append);
                if (i == 0) {
                    await(running);
                }
            }
            assertThat(appends).noneMatch(append -> append.placed().isDone());
            goOn.countDown();
            for (Append append : appends) {
                assertThat(append.placed().get(120, TimeUnit.SECONDS).offset()).isPositive();
            }
        }
        assertThat(count).hasValue(2);
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(120, TimeUnit.SECONDS)) {
                throw new IOException("nobody came");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void lazyRecordsAreForcedALittleLater() throws Exception {
        try (Open open = new Open()) {
            Append append = Append.lazy(TYPE, octets("lazy"));
            open.commit.append(append);
            assertThat(append.placed().get(120, TimeUnit.SECONDS).offset()).isPositive();
            Await.until("it is forced", () -> forces.get() == 1);
        }
        assertThat(reopened()).containsExactly("lazy");
    }

    @Test
    void aFailedForceFailsItsRecordsAndSealsTheSegment() throws Exception {
        AtomicInteger count = new AtomicInteger();
        try (Open open = new Open(channel -> {
            if (count.incrementAndGet() == 2) {
                throw new IOException("Input/output error");
            }
            channel.force(false);
        })) {
            Place before = open.put("before");
            assertThatThrownBy(() -> open.put("lost"))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(MailException.class, failure -> assertThat(failure.kind())
                            .isEqualTo(MailException.Kind.UNKNOWN));
            Place after = open.put("after");
            assertThat(after.segment()).isNotSameAs(before.segment());
        }
        assertThat(reopened()).containsExactly("before", "after");
        assertThat(Files.exists(folder.resolve("quarantine"))).isFalse();
    }

    @Test
    void aDiskThatFailsAgainAndAgainIsLeftAloneForAWhile() throws Exception {
        AtomicInteger count = new AtomicInteger();
        try (Open open = new Open(channel -> {
            count.incrementAndGet();
            throw new IOException("Input/output error");
        })) {
            for (int i = 0; i < 100; i++) {
                assertThatThrownBy(() -> open.put("lost")).cause().isInstanceOf(MailException.class);
            }
            assertThat(open.log.segments()).hasSizeLessThan(10);
        }
        assertThat(count.get()).isLessThan(10);
    }

    @Test
    void aTornTailEndsTheLogQuietly() throws Exception {
        Place last;
        try (Open open = new Open()) {
            open.put("one");
            open.put("two");
            last = open.put("three");
        }
        asAfterAKill(1);
        overwrite(segment(1), last.offset() + last.span() - 50L, new byte[] {1, 2, 3});
        assertThat(reopened()).containsExactly("one", "two");
        assertThat(Files.exists(folder.resolve("quarantine"))).isFalse();
        try (Open open = new Open()) {
            open.put("four");
        }
        assertThat(reopened()).containsExactly("one", "two", "four");
    }

    @Test
    void damageBeforeTheTailIsPassedOverAndKept() throws Exception {
        Place second;
        try (Open open = new Open()) {
            open.put("one");
            second = open.put("two");
            open.put("three");
            open.put("four");
        }
        overwrite(segment(1), second.offset() + 20L, new byte[] {99});
        assertThat(reopened()).containsExactly("one", "three", "four");
        assertThat(folder.resolve("quarantine/0000000001.seg")).exists();
    }

    @Test
    void aZeroedStretchBeforeTheTailIsDamageToo() throws Exception {
        Place second;
        try (Open open = new Open()) {
            open.put("one");
            second = open.put("two");
            for (int i = 0; i < 20; i++) {
                open.put("more " + i);
            }
        }
        overwrite(segment(1), second.offset(), new byte[second.span() * 3]);
        assertThat(reopened()).hasSize(19).startsWith("one").endsWith("more 19");
        assertThat(folder.resolve("quarantine/0000000001.seg")).exists();
    }

    @Test
    void aSegmentWhoseTailWasSafeAndIsGoneIsDamaged() throws Exception {
        Place last;
        try (Open open = new Open()) {
            open.put("one");
            last = open.put("two");
        }
        try (Open open = new Open()) {
            open.put("three");
        }
        overwrite(segment(1), last.offset(), new byte[last.span()]);
        assertThat(reopened()).containsExactly("one", "three");
        assertThat(folder.resolve("quarantine/0000000001.seg")).exists();
    }

    @Test
    void aFileUsedAgainHoldsNothingOfItsFormerLife() throws Exception {
        try (Open open = new Open()) {
            for (int i = 0; i < 300; i++) {
                Place place = open.put("old " + i, new byte[10_000]);
                place.segment().unwanted(place.span());
            }
            for (Segment segment : open.log.sealed()) {
                assertThat(open.log.free(segment)).isTrue();
            }
            try (Stream<Path> pooled = Files.list(folder.resolve("pool"))) {
                assertThat(pooled.count()).isBetween(1L, 4L);
            }
            open.commit.append(Append.lazy(TYPE, new byte[SIZE - 2000]));
            Place fresh = open.put("new");
            assertThat(fresh.segment().number()).isGreaterThan(3);
            open.put("newer", new byte[500_000]);
        }
        assertThat(reopened()).endsWith("new", "newer").noneMatch(text -> text.equals("old 0"));
    }

    @Test
    void aFileWithoutReadableHeaderIsPutAside() throws Exception {
        try (Open open = new Open()) {
            open.put("one");
        }
        overwrite(segment(1), 0, new byte[100]);
        for (int times = 0; times < 2; times++) {
            assertThat(reopened()).isEmpty();
            assertThat(damages).as("told each time").hasSize(1).allMatch(what -> what.contains("put aside"));
        }
        assertThat(folder.resolve("quarantine/0000000001.seg.aside")).exists();
        try (Open open = new Open()) {
            assertThat(open.put("new").segment().number())
                    .as("a number of its own")
                    .isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 11, 18, 22, 30, 40, 50})
    void aDamagedHeaderLosesNothingAndIsMended(int octet) throws Exception {
        try (Open open = new Open()) {
            open.put("one");
            open.put("two");
        }
        byte[] before = Files.readAllBytes(segment(1));
        overwrite(segment(1), octet, new byte[] {(byte) (before[octet] ^ 4)});
        for (int times = 0; times < 2; times++) {
            assertThat(reopened()).containsExactly("one", "two");
            assertThat(damages).isEmpty();
        }
        try (Open open = new Open()) {
            assertThat(open.log.read(open.log.segments().get(0), each -> {})).isEmpty();
            overwrite(segment(1), 4, new byte[] {99});
            assertThat(open.log.read(open.log.segments().get(0), each -> {})).containsExactly(0);
        }
    }

    @Test
    void aSegmentThatBecameShorterAfterACleanEndIsDamaged() throws Exception {
        Place last;
        try (Open open = new Open()) {
            open.put("one");
            last = open.put("two");
        }
        try (FileChannel channel = FileChannel.open(segment(1), StandardOpenOption.WRITE)) {
            channel.truncate(last.offset() + 10L);
        }
        assertThat(reopened()).containsExactly("one");
        assertThat(damages).hasSize(1).allMatch(what -> what.contains("is damaged at octets [" + last.offset() + "]"));
    }

    @Test
    void aRecordThatFitsNoSegmentIsRefused() throws Exception {
        try (Open open = new Open()) {
            Append append = Append.forced(TYPE, new byte[10], new byte[SIZE]);
            assertThatThrownBy(() -> open.commit.append(append)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void closingWritesWhatWasTakenAndRefusesMore() throws Exception {
        Open open = new Open();
        List<Append> appends = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            Append append = Append.lazy(TYPE, octets("x"));
            appends.add(append);
            open.commit.append(append);
        }
        open.close();
        assertThat(appends).allMatch(append -> append.placed().isDone());
        assertThatThrownBy(() -> open.commit.append(Append.lazy(TYPE, octets("x"))))
                .isInstanceOf(MailException.class);
        assertThat(reopened()).hasSize(1000);
    }

    @Test
    void aRecordThatFailedStaysOutWhenTheSegmentAfterItIsFreed() throws Exception {
        AtomicInteger count = new AtomicInteger();
        try (Open open = new Open(channel -> {
            if (count.incrementAndGet() == 2) {
                throw new IOException("Input/output error");
            }
            channel.force(false);
        })) {
            open.put("before");
            assertThatThrownBy(() -> open.put("lost")).isInstanceOf(ExecutionException.class);
            Place after = open.put("after");
            open.put("big", new byte[SIZE - 200]);
            after.segment().unwanted(after.span());
            assertThat(open.log.free(after.segment())).isTrue();
        }
        assertThat(reopened()).containsExactly("before", "big");
        assertThat(folder.resolve("quarantine")).doesNotExist();
    }

    @Test
    void aTailThatWasSafeAndIsGoneIsDamageAlsoWhenTheSegmentAfterItIsFreed() throws Exception {
        Place last;
        try (Open open = new Open()) {
            open.put("one");
            last = open.put("two");
        }
        try (Open open = new Open()) {
            Place after = open.put("three");
            open.put("big", new byte[SIZE - 200]);
            after.segment().unwanted(after.span());
            open.log.segments().get(0).wanted(1);
            assertThat(open.log.free(after.segment())).isTrue();
        }
        overwrite(segment(1), last.offset(), new byte[last.span()]);
        assertThat(reopened()).containsExactly("one", "big");
        assertThat(folder.resolve("quarantine/0000000001.seg")).exists();
    }

    @Test
    void aSegmentThatWasBegunAndNeverWrittenIsNotDamaged() throws Exception {
        try (Open open = new Open()) {
            open.put("one");
        }
        new SegmentFiles(folder, SIZE, octets -> true).make(2, Range.from(1));
        try (Open open = new Open()) {
            open.put("two");
        }
        assertThat(reopened()).containsExactly("one", "two");
        assertThat(folder.resolve("quarantine")).doesNotExist();
    }

    @Test
    void numbersGoOnWhenAllIsFreed() throws Exception {
        try (Open open = new Open()) {
            open.put("old");
            open.put("old too");
        }
        try (Open open = new Open()) {
            open.log.segments().forEach(Segment::unwantedAll);
            assertThat(open.log.free(open.log.segments().get(0))).isFalse();
            open.put("new");
            assertThat(open.log.free(open.log.segments().get(0))).isTrue();
        }
        assertThat(reopened()).containsExactly("new");
        assertThat(segment(2)).exists();
    }
}
