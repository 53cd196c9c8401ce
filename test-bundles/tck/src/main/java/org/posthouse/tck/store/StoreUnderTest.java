package org.posthouse.tck.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.Snapshot;
import org.posthouse.api.store.StoreOp;
import org.posthouse.spi.store.StoreBackend;

/** The store that a contract is about, and short ways to use it. Each test has an empty store of its own. */
public interface StoreUnderTest {
    AccountId KATE = new AccountId("kate-1");
    AccountId RON = new AccountId("ron-2");
    String INBOX_ID = "box-inbox";
    String OTHER_ID = "box-other";
    Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    /** Opens the store over what it held before; empty at the first call of a test. Open already: the same. */
    StoreBackend open() throws Exception;

    /** Closes it as its bundle's stop does. */
    void close() throws Exception;

    @BeforeEach
    default void twoMailboxesAreThere() throws Exception {
        commit(new StoreOp.CreateMailbox(INBOX_ID, "INBOX"), new StoreOp.CreateMailbox(OTHER_ID, "Other"));
    }

    @AfterEach
    default void closeAtTheEnd() throws Exception {
        close();
    }

    default StoreBackend reopen() throws Exception {
        close();
        return open();
    }

    default Committed commit(StoreOp... steps) throws Exception {
        return commit(KATE, steps);
    }

    default Committed commit(AccountId account, StoreOp... steps) throws Exception {
        return open().commit(account, operationId(), Optional.empty(), List.of(steps));
    }

    default Snapshot read(String mailboxId) throws Exception {
        return open().read(KATE, mailboxId);
    }

    /** Appends so many messages to INBOX, with the text "message n"; returns their UIDs. */
    default long[] fill(int count) throws Exception {
        StoreOp[] steps = IntStream.rangeClosed(1, count)
                .mapToObj(n -> append(INBOX_ID, "message " + n))
                .toArray(StoreOp[]::new);
        return commit(steps).made().stream().mapToLong(Committed.Made::uid).toArray();
    }

    static String operationId() {
        return UUID.randomUUID().toString();
    }

    static StoreOp append(String mailboxId, String text, String... flags) {
        return new StoreOp.Append(
                mailboxId,
                Content.of(text.getBytes(UTF_8)),
                ("structure of " + text).getBytes(UTF_8),
                Set.of(flags),
                NOON,
                operationId());
    }

    static long[] uids(Snapshot snapshot) {
        return IntStream.range(0, snapshot.count()).mapToLong(snapshot::uid).toArray();
    }

    static Set<String> flags(Snapshot snapshot, long uid) {
        int at = snapshot.indexOf(uid);
        assertThat(at).as("index of UID %s", uid).isNotNegative();
        return snapshot.flags(at);
    }

    default String text(String mailboxId, long uid) throws Exception {
        try (Content content = open().content(KATE, mailboxId, uid)) {
            return new String(content.bytes(0, Integer.MAX_VALUE), UTF_8);
        }
    }

    static void assertFails(MailException.Kind kind, ThrowingCallable call) {
        Assertions.assertThatThrownBy(call)
                .isInstanceOfSatisfying(MailException.class, failure -> assertThat(failure.kind())
                        .isEqualTo(kind));
    }
}
