package org.posthouse.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.store.StoreOp;

/** A clock that jumps. */
final class ClockTest {
    private static final AccountId KATE = new AccountId("kate");
    private static final AccountId RON = new AccountId("ron");
    private static final Instant NOW = Instant.parse("2026-01-05T08:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void uidValidityDoesNotGoBackWithTheClock() throws Exception {
        long first;
        try (TestHome home = new TestHome(folder);
                JdbcStore store = store(home, NOW)) {
            first = create(store, KATE, "one", "INBOX");
            create(store, RON, "one", "INBOX");
        }
        try (TestHome home = new TestHome(folder);
                JdbcStore store = store(home, NOW.minus(Duration.ofDays(400)))) {
            long next = create(store, KATE, "two", "Work");
            assertThat(next).as("another mailbox").isGreaterThan(first);
            store.erase(KATE);
            assertThat(create(store, KATE, "three", "INBOX"))
                    .as("after the account was erased")
                    .isGreaterThan(first);
            assertThat(create(store, new AccountId("ann"), "one", "INBOX")).isGreaterThan(first);
        }
    }

    @Test
    void aClockThatJumpsAheadAndBackSpoilsNothing() throws Exception {
        try (TestHome home = new TestHome(folder);
                JdbcStore store = store(home, NOW.plus(Duration.ofDays(400)))) {
            long ahead = create(store, KATE, "one", "INBOX");
            assertThat(ahead).isLessThan(1L << 32);
        }
        try (TestHome home = new TestHome(folder);
                JdbcStore store = store(home, NOW)) {
            assertThat(append(store)).isEqualTo(1);
            assertThat(append(store)).as("UIDs ascend").isEqualTo(2);
        }
    }

    private static long append(JdbcStore store) throws Exception {
        String operation = "append " + store.usage(KATE).messages();
        return store.commit(KATE, operation, Optional.empty(), List.of(CrashingWriter.append("x")))
                .made()
                .get(0)
                .uid();
    }

    private JdbcStore store(TestHome home, Instant now) throws Exception {
        home.open().mailboxes(KATE);
        home.closeStore();
        return new JdbcStore(home.databases(), folder, Settings.DEFAULT, Clock.fixed(now, ZoneOffset.UTC));
    }

    private static long create(JdbcStore store, AccountId account, String operation, String name) throws Exception {
        String id = name.equals("INBOX") ? CrashingWriter.BOX : name;
        store.commit(account, "create " + operation, Optional.empty(), List.of(new StoreOp.CreateMailbox(id, name)));
        return store.mailboxes(account).named(name).orElseThrow().uidValidity();
    }
}
