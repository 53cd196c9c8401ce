package org.posthouse.store.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.store.CareReport;
import org.posthouse.api.store.CareWatch;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.Flaw;
import org.posthouse.api.store.Mailbox;
import org.posthouse.api.store.Snapshot;
import org.posthouse.api.store.StoreOp;
import org.posthouse.lib.segments.Segment;

/** An account whose index is damaged, or gone. The long form has 100 000 messages and tells how fast it is. */
final class RebuildTest {
    private static final AccountId KATE = new AccountId("kate");
    private static final AccountId RON = new AccountId("ron");
    private static final boolean LONG = Boolean.getBoolean("posthouse.long");
    private static final int MESSAGES = LONG ? 100_000 : 1_500;
    private static final int EACH = 50;

    @TempDir
    private Path home;

    private Optional<LogStore> store = Optional.empty();
    private List<String> before = List.of();
    private final List<Flaw> flaws = new ArrayList<>();

    private LogStore store() {
        if (store.isEmpty()) {
            store = Optional.of(
                    new LogStore(home, new Settings(1_000_000, 0, LONG ? 64 << 20 : 256 << 10, 1), Clock.systemUTC()));
        }
        return store.get();
    }

    @AfterEach
    void close() {
        store.ifPresent(LogStore::close);
        store = Optional.empty();
    }

    private Committed commit(AccountId account, StoreOp... steps) throws Exception {
        return store().commit(account, UUID.randomUUID().toString(), Optional.empty(), List.of(steps));
    }

    private static StoreOp append(String box, int number) {
        String text = "Message-ID: <" + number + "@school.edu>\r\n\r\nThis is message " + number + "\r\n";
        Instant date = Instant.ofEpochMilli(1_000_003L * number);
        return new StoreOp.Append(
                box,
                Content.of(text.getBytes(UTF_8)),
                new byte[200],
                Set.of("\\Recent" + number % 3),
                date,
                "E" + number);
    }

    private void fill(String box, int from, int to) throws Exception {
        for (int first = from; first < to; first += EACH) {
            StoreOp[] steps = new StoreOp[EACH];
            for (int i = 0; i < EACH; i++) {
                steps[i] = append(box, first + i);
            }
            commit(KATE, steps);
        }
    }

    @BeforeEach
    void anAccountWithAHistory() throws Exception {
        for (AccountId account : List.of(KATE, RON)) {
            commit(
                    account,
                    new StoreOp.CreateMailbox("box", "INBOX"),
                    new StoreOp.CreateMailbox("work", "Work"),
                    append("box", 0));
        }
        fill("box", 1, MESSAGES / 2);
        change(3);
        Scribe.write(shard(), shard().directory().line(KATE), Mover.none(shard()));
        fill("box", MESSAGES / 2, MESSAGES);
        change(5);
        before = picture(KATE);
    }

    private void change(int every) throws Exception {
        Snapshot box = store().read(KATE, "box");
        long[] some = LongStream.range(0, box.count())
                .filter(i -> i % every == 0)
                .map(i -> box.uid((int) i))
                .toArray();
        commit(KATE, new StoreOp.Flags("box", some, Set.of("\\Seen", "$Every" + every), Set.of()));
        commit(KATE, new StoreOp.Copy("box", new long[] {some[1], some[2]}, "work", false));
        commit(KATE, new StoreOp.Expunge("box", new long[] {some[3], some[4]}));
    }

    private Shard shard() throws Exception {
        return store().opened().shards().get(0);
    }

    private List<String> picture(AccountId account) throws Exception {
        List<String> all = new ArrayList<>();
        all.add(store().mailboxes(account).all().toString());
        for (String id : List.of("box", "work")) {
            Snapshot box = store().read(account, id);
            all.add(box.uidValidity() + " " + box.uidNext() + " " + box.modSeq());
            for (int i = 0; i < box.count(); i++) {
                all.add(box.uid(i) + " " + box.modSeq(i) + " " + box.size(i) + " " + box.received(i) + " "
                        + box.flags(i));
            }
        }
        return all;
    }

    private CareReport rebuild() throws Exception {
        return store().care().orElseThrow().rebuild(KATE, watch());
    }

    private CareWatch watch() {
        return new CareWatch() {
            @Override
            public boolean on(long done, long of, String what) {
                return done <= of;
            }

            @Override
            public void found(Flaw flaw) {
                flaws.add(flaw);
            }
        };
    }

    private List<Flaw> check(boolean repair) throws Exception {
        flaws.clear();
        var unused = store().care().orElseThrow().check(Optional.empty(), repair, watch());
        return List.copyOf(flaws);
    }

    /** Changes an octet in each record of these kinds. */
    private int damage(Set<Integer> kinds) throws Exception {
        TreeMap<Long, Integer> places = new TreeMap<>();
        for (var segment : shard().log().segments()) {
            var unused = shard().log().read(segment, found -> {
                if (kinds.contains(found.type())) {
                    places.put(Positions.of(segment.number(), found.place().offset()), found.type());
                }
            });
        }
        close();
        for (long position : places.keySet()) {
            flip(position, 20);
            flip(position, 30);
        }
        return places.size();
    }

    private void flip(long position, int at) throws IOException {
        Path file = TestStore.folder(home).resolve("0/%010d.seg".formatted(Positions.segment(position)));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer octet = ByteBuffer.allocate(1);
            channel.read(octet, Positions.offset(position) + (long) at);
            channel.write(octet.put(0, (byte) (octet.get(0) ^ 4)).flip(), Positions.offset(position) + (long) at);
        }
    }

    private void withoutCheckpoint() throws IOException {
        Files.deleteIfExists(TestStore.folder(home).resolve("0/checkpoint"));
    }

    @Test
    void theWholeIndexIsMadeOfTheMessagesAlone() throws Exception {
        assertThat(damage(Set.of(Kind.ACCOUNT, Kind.COLUMNS))).isGreaterThanOrEqualTo(4);
        assertThat(store().mailboxes(KATE).all()).extracting(Mailbox::name).doesNotContain("INBOX");
        long begin = System.nanoTime();
        long count = rebuild().count();
        long millis = (System.nanoTime() - begin) / 1_000_000;
        if (LONG) {
            System.out.println(count + " messages rebuilt in " + millis + " ms");
        }
        assertThat(flaws).isEmpty();
        assertThat(picture(KATE)).isEqualTo(before);
        assertThat(check(false)).isNotEmpty();
        close();
        assertThat(picture(KATE)).isEqualTo(before);
        assertThat(picture(RON)).hasSize(4);
        long next = store().read(KATE, "box").uidNext();
        assertThat(commit(KATE, append("box", 1)).made().get(0).uid()).isEqualTo(next);
    }

    @Test
    void withoutACheckpointToo() throws Exception {
        damage(Set.of(Kind.ACCOUNT, Kind.COLUMNS));
        withoutCheckpoint();
        assertThat(rebuild().count()).isEqualTo(MESSAGES + 1L);
        assertThat(picture(KATE)).isEqualTo(before);
        assertThat(check(true)).isNotEmpty().allMatch(Flaw::mended);
        assertThat(check(false)).isEmpty();
        assertThat(picture(KATE)).isEqualTo(before);
    }

    @Test
    void repairRebuildsWhatHasLostItsIndex() throws Exception {
        damage(Set.of(Kind.ACCOUNT, Kind.COLUMNS));
        assertThat(check(true)).isNotEmpty();
        assertThat(picture(KATE)).isEqualTo(before);
        assertThat(check(true)).allMatch(Flaw::mended);
        assertThat(check(false)).isEmpty();
    }

    @Test
    void aFlippedBitInAChangeIsPutBack() throws Exception {
        List<Long> commits = new ArrayList<>();
        for (var segment : shard().log().segments()) {
            var unused = shard().log().read(segment, found -> {
                if (found.type() == Kind.COMMIT) {
                    commits.add(Positions.of(segment.number(), found.place().offset()));
                }
            });
        }
        commits.sort(Comparator.naturalOrder());
        close();
        for (int i = 0; i < commits.size(); i += 7) {
            // In the head, in one of its lengths, or in its checksum.
            flip(commits.get(i), List.of(5, 20, 33, 46).get(i / 7 % 4));
        }
        withoutCheckpoint();
        assertThat(check(false)).isNotEmpty();
        assertThat(check(true)).isNotEmpty();
        assertThat(check(true)).allMatch(Flaw::mended);
        assertThat(check(false)).isEmpty();
        assertThat(picture(KATE)).isEqualTo(before);
        assertThat(picture(RON)).hasSize(4);
    }

    @Test
    void aFileThatNobodyNamesIsKeptWhereSomethingCannotBeRead() throws Exception {
        Path file = TestStore.folder(home).resolve("0/content/99.msg");
        Line.Whereabouts where = shard().directory().line(KATE).whereabouts();
        close();
        Files.writeString(file, "a message");
        var unused = store().read(KATE, "box");
        assertThat(file).doesNotExist();
        close();
        Files.writeString(file, "a message");
        flip(where.tail()[0], 20);
        flip(where.tail()[0], 30);
        withoutCheckpoint();
        assertThat(check(false)).isNotEmpty();
        assertThat(file).exists();
    }

    @Test
    void aChangeThatCannotBePutBackIsToldAndTheRestGoesOn() throws Exception {
        Committed lost = commit(KATE, append("box", 7_777_777));
        commit(KATE, append("box", 8_888_888));
        long uid = lost.made().get(0).uid();
        Line.Whereabouts where = shard().directory().line(KATE).whereabouts();
        long position = where.tail()[where.tail().length - 2];
        close();
        flip(position, 20);
        flip(position, 30);
        assertThat(check(false)).anyMatch(flaw -> flaw.what().contains("UID " + uid));
        assertThat(check(true)).anyMatch(flaw -> !flaw.mended() && flaw.what().contains("UID " + uid));
        Snapshot box = store().read(KATE, "box");
        assertThat(box.indexOf(uid)).isNegative();
        assertThat(box.indexOf(uid + 1)).isNotNegative();
        assertThat(store().usage(KATE).messages()).isEqualTo(MESSAGES + 2L);
    }

    private Committed once(String id, int number) throws Exception {
        return store().commit(KATE, id, Optional.empty(), List.of(append("box", number)));
    }

    /** Empties every segment, at last the one that was being written: outcomes move, too. */
    private void moveAll() throws Exception {
        long newest = shard().log().newest();
        shard().writer().turn();
        for (int round = 0; round < 20 && oldest() <= newest; round++) {
            shard().keeper().round(2);
        }
        assertThat(oldest()).isGreaterThan(newest);
    }

    private long oldest() throws Exception {
        return shard().log().segments().get(0).number();
    }

    private void assertWithin() throws Exception {
        Set<Long> segments =
                shard().log().segments().stream().map(Segment::number).collect(Collectors.toSet());
        assertThat(segments)
                .as("all that is named is there")
                .containsAll(shard().directory().named());
    }

    @Test
    void whatWasDoneIsKnownAfterwardsHoweverOftenItHasMoved() throws Exception {
        List<String> ids = IntStream.range(0, LONG ? 5000 : 40)
                .mapToObj(i -> "operation-" + i)
                .toList();
        List<Committed> done = new ArrayList<>();
        for (String id : ids) {
            done.add(once(id, MESSAGES + done.size()));
            if (done.size() == 20) {
                moveAll();
            }
        }
        moveAll();
        before = picture(KATE);
        for (int round = 0; round < 3; round++) {
            assertThat(rebuild().count()).isEqualTo(MESSAGES + 1L + ids.size());
            assertThat(flaws).isEmpty();
            assertWithin();
            close();
            for (int i = 0; i < ids.size(); i++) {
                assertThat(once(ids.get(i), 0)).isEqualTo(done.get(i));
            }
            assertThat(picture(KATE)).isEqualTo(before);
            assertThat(store().troubles()).isEmpty();
            assertWithin();
            moveAll();
        }
        assertThat(check(false)).isEmpty();
    }

    @Test
    void whatItDidAndCannotBeReadAnyMoreIsToldOnce() throws Exception {
        Committed early = once("early", MESSAGES);
        moveAll();
        Committed late = once("late", MESSAGES + 1);
        assertThat(damage(Set.of(Kind.OUTCOMES))).isPositive();
        var unused = rebuild();
        assertThat(flaws).singleElement().satisfies(flaw -> assertThat(flaw.what())
                .contains("lately"));
        flaws.clear();
        assertThat(rebuild().count()).isEqualTo(MESSAGES + 3L);
        assertThat(flaws).isEmpty();
        assertWithin();
        assertThat(once("late", 0)).isEqualTo(late);
        assertThat(once("early", MESSAGES)).isNotEqualTo(early);
        assertThat(store().troubles()).noneMatch(trouble -> trouble.contains("has done"));
    }

    @Test
    void whatCompactionTakesAwayMeanwhileIsNotMissed() throws Exception {
        once("early", MESSAGES);
        before = picture(KATE);
        AtomicBoolean moved = new AtomicBoolean();
        CareWatch compacting = new CareWatch() {
            @Override
            public boolean on(long done, long of, String what) {
                if (done == of && !moved.getAndSet(true)) {
                    Assertions.assertThatCode(RebuildTest.this::moveAll).doesNotThrowAnyException();
                }
                return true;
            }

            @Override
            public void found(Flaw flaw) {
                flaws.add(flaw);
            }
        };
        assertThat(store().care().orElseThrow().rebuild(KATE, compacting).count())
                .isEqualTo(MESSAGES + 2L);
        assertThat(moved).isTrue();
        assertThat(flaws).isEmpty();
        assertThat(picture(KATE)).isEqualTo(before);
        assertWithin();
    }

    @Test
    void whatIsWrongIsToldOnce() throws Exception {
        damage(Set.of(Kind.ACCOUNT, Kind.COLUMNS));
        for (boolean repair : new boolean[] {false, true}) {
            assertThat(check(repair)).extracting(RebuildTest::place).doesNotHaveDuplicates();
        }
        assertThat(picture(KATE)).isEqualTo(before);
    }

    /** Where it is, if that is told: else what it is. */
    private static String place(Flaw flaw) {
        Matcher place = Pattern.compile("segment ([0-9]+) (is damaged at )?octet ([0-9]+)")
                .matcher(flaw.what());
        return place.find() ? place.group(1) + "/" + place.group(3) : flaw.what();
    }
}
