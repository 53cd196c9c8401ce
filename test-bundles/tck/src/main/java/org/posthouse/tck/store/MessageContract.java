package org.posthouse.tck.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.posthouse.tck.store.StoreUnderTest.append;
import static org.posthouse.tck.store.StoreUnderTest.assertFails;
import static org.posthouse.tck.store.StoreUnderTest.flags;
import static org.posthouse.tck.store.StoreUnderTest.uids;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.FileRange;
import org.posthouse.api.mail.MailException.Kind;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.ModSeq;
import org.posthouse.api.store.Snapshot;
import org.posthouse.api.store.StoreOp;

/** Messages in mailboxes, one caller at a time. */
public interface MessageContract extends StoreUnderTest {
    @Test
    default void aMessageIsKeptOctetByOctet() throws Exception {
        byte[] octets = new byte[300_000];
        new Random(7).nextBytes(octets);
        byte[] structure = "any octets \u00e4".getBytes(UTF_8);
        Instant received = Instant.parse("2001-09-09T01:46:40Z");
        commit(new StoreOp.Append(
                INBOX_ID, Content.of(octets), structure, Set.of("\\Seen", "$Junk"), received, "email-1"));
        for (StoreBackendState state : StoreBackendState.values()) {
            if (state == StoreBackendState.REOPENED) {
                reopen();
            }
            Snapshot snapshot = read(INBOX_ID);
            long uid = snapshot.uid(0);
            assertThat(snapshot.size(0)).isEqualTo(octets.length);
            assertThat(snapshot.received(0)).isEqualTo(received);
            assertThat(snapshot.flags(0)).containsExactlyInAnyOrder("\\Seen", "$Junk");
            assertThat(snapshot.keywords()).containsExactly("$Junk");
            assertThat(open().structure(KATE, INBOX_ID, uid)).isEqualTo(structure);
            try (Content content = open().content(KATE, INBOX_ID, uid);
                    InputStream stream = content.open()) {
                assertThat(content.size()).isEqualTo(octets.length);
                content.check();
                assertThat(stream.readAllBytes()).isEqualTo(octets);
                Content.Into into = new Content.Into(ByteBuffer.allocate(10));
                assertThat(content.transferTo(octets.length - 4L, 100, into)).isEqualTo(4);
                assertThat(content.transferTo(octets.length, 1, into)).isZero();
            }
        }
    }

    /** A store need not have any at hand; what it gives is what was kept. */
    @Test
    default void structuresOfSeveralComeInTheOrderInWhichTheyAreAskedFor() throws Exception {
        long[] uids = fill(3);
        long first = uids[0];
        long gone = uids[1];
        long last = uids[2];
        commit(new StoreOp.Expunge(INBOX_ID, new long[] {gone}));
        for (StoreBackendState state : StoreBackendState.values()) {
            if (state == StoreBackendState.REOPENED) {
                reopen();
            }
            List<byte[]> found = open().structures(KATE, INBOX_ID, new long[] {last, gone, first, last + 1});
            assertThat(found).hasSize(4);
            assertThat(new String(found.get(0), UTF_8)).isIn("", "structure of message 3");
            assertThat(found.get(1)).isEmpty();
            assertThat(new String(found.get(2), UTF_8)).isIn("", "structure of message 1");
            assertThat(found.get(3)).isEmpty();
        }
    }

    /** Whatever was read must be the same in both. */
    enum StoreBackendState {
        OPEN,
        REOPENED
    }

    @Test
    default void structuresOfManyAreThoseOfEach() throws Exception {
        long[] uids = fill(5);
        commit(new StoreOp.Expunge(INBOX_ID, new long[] {uids[2]}));
        for (StoreBackendState state : StoreBackendState.values()) {
            if (state == StoreBackendState.REOPENED) {
                reopen();
            }
            List<byte[]> structures = open().structures(KATE, INBOX_ID, uids);
            assertThat(structures).hasSize(5);
            assertThat(structures.get(2)).isEmpty();
            for (int i : new int[] {0, 1, 3, 4}) {
                byte[] structure = structures.get(i);
                assertThat(structure.length == 0 ? open().structure(KATE, INBOX_ID, uids[i]) : structure)
                        .asString()
                        .isEqualTo("structure of message " + (i + 1));
            }
        }
    }

    /** A store need not have any at hand; what it gives is what was kept. */
    @Test
    default void severalMessagesAreThoseOfEach() throws Exception {
        long[] uids = fill(5);
        commit(new StoreOp.Expunge(INBOX_ID, new long[] {uids[2]}));
        long[] asked = {uids[4], uids[2], uids[0], uids[1], uids[3], uids[4] + 1};
        for (StoreBackendState state : StoreBackendState.values()) {
            if (state == StoreBackendState.REOPENED) {
                reopen();
            }
            for (int round = 0; round < 2; round++) {
                List<byte[]> messages = open().messages(KATE, INBOX_ID, asked, 1 << 20);
                assertThat(messages).hasSize(asked.length);
                assertThat(messages.get(1)).isEmpty();
                assertThat(messages.get(5)).isEmpty();
                for (int i : new int[] {0, 2, 3, 4}) {
                    assertThat(new String(messages.get(i), UTF_8)).isIn("", text(INBOX_ID, asked[i]));
                }
            }
        }
    }

    @Test
    default void noMoreMessagesAreGivenTogetherThanThereIsRoomFor() throws Exception {
        long[] uids = fill(5);
        int one = text(INBOX_ID, uids[0]).length();
        for (int room : new int[] {0, one - 1, one, 2 * one, 3 * one + 1}) {
            int octets = open().messages(KATE, INBOX_ID, uids, room).stream()
                    .mapToInt(message -> message.length)
                    .sum();
            assertThat(octets).isLessThanOrEqualTo(room);
        }
    }

    @Test
    default void anEmptyMessageIsAMessage() throws Exception {
        long uid = commit(append(INBOX_ID, "")).made().get(0).uid();
        reopen();
        assertThat(read(INBOX_ID).size(0)).isZero();
        assertThat(text(INBOX_ID, uid)).isEmpty();
    }

    @Test
    default void everyCommitIsOneStepOfTheAccountsHistory() throws Exception {
        ModSeq before = read(INBOX_ID).modSeq();
        Committed committed = commit(append(INBOX_ID, "one"), append(OTHER_ID, "two"));
        assertThat(committed.modSeq().value()).isGreaterThan(before.value());
        assertThat(committed.made()).extracting(Committed.Made::step).containsExactly(0, 1);
        assertThat(committed.made()).extracting(Committed.Made::sourceUid).containsOnly(0L);
        assertThat(read(INBOX_ID).modSeq(0)).isEqualTo(committed.modSeq());
        assertThat(read(OTHER_ID).modSeq(0)).isEqualTo(committed.modSeq());
        reopen();
        assertThat(read(INBOX_ID).modSeq()).isEqualTo(committed.modSeq());
        assertThat(commit(append(INBOX_ID, "three")).modSeq()).isGreaterThan(committed.modSeq());
    }

    @Test
    default void uidsAscendAndNeverComeBack() throws Exception {
        long[] first = fill(3);
        assertThat(first).isSorted().doesNotHaveDuplicates();
        commit(new StoreOp.Expunge(INBOX_ID, first));
        assertThat(read(INBOX_ID).uidNext()).isGreaterThan(first[2]);
        reopen();
        long next = read(INBOX_ID).uidNext();
        assertThat(next).isGreaterThan(first[2]);
        assertThat(fill(1)[0]).isGreaterThanOrEqualTo(next);
    }

    @Test
    default void flagsAreAddedRemovedAndReplaced() throws Exception {
        long[] uids = fill(3);
        commit(new StoreOp.Flags(INBOX_ID, uids, Set.of("\\Seen", "work"), Set.of()));
        commit(new StoreOp.Flags(INBOX_ID, new long[] {uids[1]}, Set.of("\\Flagged"), Set.of("\\SEEN")));
        commit(new StoreOp.ReplaceFlags(INBOX_ID, new long[] {uids[2]}, Set.of("\\Deleted")));
        for (int round = 0; round < 2; round++) {
            Snapshot snapshot = read(INBOX_ID);
            assertThat(flags(snapshot, uids[0])).containsExactlyInAnyOrder("\\Seen", "work");
            assertThat(flags(snapshot, uids[1])).containsExactlyInAnyOrder("\\Flagged", "work");
            assertThat(flags(snapshot, uids[2])).containsExactly("\\Deleted");
            assertThat(snapshot.has(0, "WORK")).isTrue();
            assertThat(snapshot.has(2, "work")).isFalse();
            reopen();
        }
    }

    @Test
    default void aMessageWhoseFlagsStayAsTheyAreKeepsItsModSeq() throws Exception {
        long[] uids = fill(2);
        ModSeq changed = commit(new StoreOp.Flags(INBOX_ID, new long[] {uids[0]}, Set.of("\\Seen"), Set.of()))
                .modSeq();
        commit(new StoreOp.Flags(INBOX_ID, uids, Set.of("\\Seen"), Set.of()));
        assertThat(read(INBOX_ID).modSeq(0)).isEqualTo(changed);
        assertThat(read(INBOX_ID).modSeq(1)).isGreaterThan(changed);
    }

    @Test
    default void manyKeywordsFitIntoAMailbox() throws Exception {
        long[] uids = fill(40);
        for (int i = 0; i < uids.length; i++) {
            commit(new StoreOp.Flags(INBOX_ID, new long[] {uids[i]}, Set.of("k" + i, "l" + i, "all"), Set.of()));
        }
        reopen();
        Snapshot snapshot = read(INBOX_ID);
        assertThat(snapshot.keywords()).hasSize(81).contains("k0", "l39", "all");
        assertThat(flags(snapshot, uids[7])).containsExactlyInAnyOrder("k7", "l7", "all");
    }

    @Test
    default void uidsThatAreNotThereArePassedOver() throws Exception {
        long[] uids = fill(2);
        long[] some = {uids[1] + 100, uids[1], uids[1], 0};
        commit(
                new StoreOp.Flags(INBOX_ID, some, Set.of("\\Seen"), Set.of()),
                new StoreOp.Expunge(INBOX_ID, new long[] {uids[0], uids[0] + 50}));
        assertThat(commit(new StoreOp.Copy(INBOX_ID, some, OTHER_ID, false)).made())
                .hasSize(1);
        reopen();
        assertThat(uids(read(INBOX_ID))).containsExactly(uids[1]);
        assertThat(flags(read(INBOX_ID), uids[1])).containsExactly("\\Seen");
    }

    @Test
    default void aCopyHasTheFlagsAndDatesOfItsOriginal() throws Exception {
        long[] uids = fill(3);
        commit(new StoreOp.Flags(INBOX_ID, new long[] {uids[1]}, Set.of("\\Answered", "blue"), Set.of()));
        List<Committed.Made> made =
                commit(new StoreOp.Copy(INBOX_ID, uids, OTHER_ID, false)).made();
        assertThat(made).extracting(Committed.Made::sourceUid).containsExactly(uids[0], uids[1], uids[2]);
        commit(new StoreOp.Expunge(INBOX_ID, uids));
        reopen();
        Snapshot copies = read(OTHER_ID);
        assertThat(uids(copies))
                .containsExactly(made.stream().mapToLong(Committed.Made::uid).toArray());
        assertThat(copies.flags(1)).containsExactlyInAnyOrder("\\Answered", "blue");
        assertThat(copies.received(2)).isEqualTo(NOON);
        assertThat(text(OTHER_ID, copies.uid(2))).isEqualTo("message 3");
        assertThat(open().structure(KATE, OTHER_ID, copies.uid(0))).asString().isEqualTo("structure of message 1");
        assertThat(read(INBOX_ID).count()).isZero();
    }

    @Test
    default void aMovedMessageIsInOnePlace() throws Exception {
        long[] uids = fill(3);
        Committed moved = commit(new StoreOp.Copy(INBOX_ID, new long[] {uids[0], uids[2]}, OTHER_ID, true));
        assertThat(moved.made()).hasSize(2);
        reopen();
        assertThat(uids(read(INBOX_ID))).containsExactly(uids[1]);
        assertThat(text(OTHER_ID, read(OTHER_ID).uid(1))).isEqualTo("message 3");
        assertThat(open().usage(KATE).messages()).isEqualTo(3);
    }

    @Test
    default void aMessageCanBeCopiedWithinItsMailbox() throws Exception {
        long[] uids = fill(2);
        commit(new StoreOp.Copy(INBOX_ID, uids, INBOX_ID, false));
        assertThat(read(INBOX_ID).count()).isEqualTo(4);
        commit(new StoreOp.Copy(INBOX_ID, uids, INBOX_ID, true));
        reopen();
        Snapshot snapshot = read(INBOX_ID);
        assertThat(snapshot.count()).isEqualTo(4);
        assertThat(snapshot.indexOf(uids[0])).isNegative();
        assertThat(text(INBOX_ID, snapshot.uid(3))).isEqualTo("message 2");
    }

    @Test
    default void theLastOfSeveralCopiesStillHasTheMessage() throws Exception {
        long uid = fill(1)[0];
        long copy = commit(new StoreOp.Copy(INBOX_ID, new long[] {uid}, OTHER_ID, false))
                .made()
                .get(0)
                .uid();
        commit(new StoreOp.DeleteMailbox(INBOX_ID));
        reopen();
        assertThat(text(OTHER_ID, copy)).isEqualTo("message 1");
        commit(new StoreOp.Expunge(OTHER_ID, new long[] {copy}));
        assertFails(Kind.PERMANENT, () -> open().content(KATE, OTHER_ID, copy));
        assertFails(Kind.PERMANENT, () -> open().structure(KATE, OTHER_ID, copy));
    }

    @Test
    default void aMessageBeingReadSurvivesItsExpunge() throws Exception {
        long uid = fill(1)[0];
        try (Content content = open().content(KATE, INBOX_ID, uid)) {
            commit(new StoreOp.Expunge(INBOX_ID, new long[] {uid}));
            assertThat(content.bytes(0, 100)).asString().isEqualTo("message 1");
        }
    }

    /** A store need not have them in files; what it says of them is true as long as the message is open, whatever becomes of it. */
    @Test
    default void octetsLieWhereTheMessageSaysThatTheyLie() throws Exception {
        for (int size : new int[] {10, 5_000, 300_000, 3 << 20}) {
            byte[] octets = new byte[size];
            new Random(size).nextBytes(octets);
            StoreOp append = new StoreOp.Append(
                    INBOX_ID, Content.of(octets), "any".getBytes(UTF_8), Set.of(), Instant.EPOCH, "email " + size);
            long uid = commit(append).made().get(0).uid();
            try (Content content = open().content(KATE, INBOX_ID, uid)) {
                commit(new StoreOp.Expunge(INBOX_ID, new long[] {uid}));
                for (int offset = 0; offset < size; offset += Math.max(1, size / 3)) {
                    Optional<FileRange> range = content.inFile(offset);
                    if (range.isPresent()) {
                        ByteBuffer found = ByteBuffer.allocate((int) range.get().length());
                        while (found.hasRemaining()) {
                            int count =
                                    range.get().file().read(found, range.get().position() + found.position());
                            assertThat(count).isPositive();
                        }
                        assertThat(found.array())
                                .isEqualTo(Arrays.copyOfRange(octets, offset, offset + found.capacity()));
                    }
                }
                assertThat(content.inFile(size)).isEmpty();
            }
        }
    }

    @Test
    default void usageCountsOctetsAndMessages() throws Exception {
        long[] uids = fill(9);
        commit(new StoreOp.Copy(INBOX_ID, new long[] {uids[0]}, OTHER_ID, false));
        assertThat(open().usage(KATE).messages()).isEqualTo(10);
        assertThat(open().usage(KATE).octets()).isEqualTo(90);
        commit(new StoreOp.Expunge(INBOX_ID, uids));
        assertThat(reopen().usage(KATE).octets()).isEqualTo(9);
    }

    @Test
    default void aCommitThatFailsLeavesNothing() throws Exception {
        long uid = fill(1)[0];
        ModSeq before = read(INBOX_ID).modSeq();
        assertFails(
                Kind.PERMANENT,
                () -> commit(
                        append(INBOX_ID, "lost"),
                        new StoreOp.Expunge(INBOX_ID, new long[] {uid}),
                        new StoreOp.CreateMailbox("third", "Third"),
                        new StoreOp.CreateMailbox("fourth", "Other")));
        for (int round = 0; round < 2; round++) {
            assertThat(uids(read(INBOX_ID))).containsExactly(uid);
            assertThat(read(INBOX_ID).modSeq()).isEqualTo(before);
            assertThat(open().mailboxes(KATE).named("Third")).isEmpty();
            reopen();
        }
    }

    @Test
    default void aMessageThatCannotBeReadToItsEndLeavesNothing() throws Exception {
        long uid = fill(1)[0];
        byte[] octets = new byte[3 << 20];
        for (int readable : new int[] {0, 100, octets.length - 1}) {
            Content broken = new BrokenContent(octets, readable);
            StoreOp append =
                    new StoreOp.Append(INBOX_ID, broken, new byte[1], Set.of(), NOON, StoreUnderTest.operationId());
            assertFails(Kind.RETRY, () -> open().commit(KATE, "broken", Optional.empty(), List.of(append)));
        }
        assertThat(uids(read(INBOX_ID))).containsExactly(uid);
        assertThat(open().commit(KATE, "broken", Optional.empty(), List.of(append(INBOX_ID, "whole")))
                        .made())
                .hasSize(1);
        assertThat(reopen().usage(KATE).messages()).isEqualTo(2);
    }

    @Test
    default void theSameOperationIsDoneOnce() throws Exception {
        long[] uids = fill(5);
        List<StoreOp> steps = List.of(
                append(INBOX_ID, "once"),
                new StoreOp.Copy(INBOX_ID, new long[] {uids[0], uids[1], uids[4]}, OTHER_ID, false),
                append(OTHER_ID, "once too"));
        Committed first = open().commit(KATE, "operation", Optional.empty(), steps);
        assertThat(open().commit(KATE, "operation", Optional.empty(), steps)).isEqualTo(first);
        fill(1);
        assertThat(reopen().commit(KATE, "operation", Optional.of(new ModSeq(0)), steps))
                .isEqualTo(first);
        assertThat(read(INBOX_ID).count()).isEqualTo(7);
        assertThat(read(OTHER_ID).count()).isEqualTo(4);
    }

    @Test
    default void anOperationIdBelongsToItsAccount() throws Exception {
        open().commit(KATE, "same", Optional.empty(), List.of(append(INBOX_ID, "kate")));
        open().commit(RON, "same", Optional.empty(), List.of(new StoreOp.CreateMailbox(INBOX_ID, "INBOX")));
        assertThat(open().mailboxes(RON).all()).hasSize(1);
    }

    @Test
    default void anOperationThatFailedMayBeTriedAgain() throws Exception {
        List<StoreOp> steps = List.of(append("later", "hello"));
        assertFails(Kind.PERMANENT, () -> open().commit(KATE, "operation", Optional.empty(), steps));
        commit(new StoreOp.CreateMailbox("later", "Later"));
        open().commit(KATE, "operation", Optional.empty(), steps);
        assertThat(read("later").count()).isEqualTo(1);
    }

    @Test
    default void aCommitOnAnotherBaseIsAConflict() throws Exception {
        Snapshot seen = read(INBOX_ID);
        List<StoreOp> steps = List.of(append(INBOX_ID, "mine"));
        Committed mine = open().commit(KATE, "a", Optional.of(seen.modSeq()), steps);
        assertFails(Kind.CONFLICT, () -> open().commit(KATE, "b", Optional.of(seen.modSeq()), steps));
        open().commit(KATE, "c", Optional.of(mine.modSeq()), steps);
        assertThat(read(INBOX_ID).count()).isEqualTo(2);
    }

    @Test
    default void aSnapshotNeverChanges() throws Exception {
        long[] uids = fill(600);
        Snapshot before = read(INBOX_ID);
        commit(new StoreOp.Flags(INBOX_ID, uids, Set.of("\\Seen"), Set.of()));
        commit(new StoreOp.Expunge(INBOX_ID, new long[] {uids[0], uids[300]}));
        commit(append(INBOX_ID, "late"));
        assertThat(uids(before)).containsExactly(uids);
        assertThat(before.has(0, "\\Seen")).isFalse();
        assertThat(before.keywords()).isEmpty();
        Snapshot after = read(INBOX_ID);
        assertThat(after.count()).isEqualTo(599);
        assertThat(after.indexOf(uids[300])).isEqualTo(-300);
        assertThat(after.has(598, "\\Seen")).isFalse();
        assertThat(after.has(597, "\\Seen")).isTrue();
    }
}
