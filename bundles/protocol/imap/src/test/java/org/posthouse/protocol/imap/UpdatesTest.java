package org.posthouse.protocol.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.posthouse.api.account.Account;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.StoreOp;
import org.posthouse.protocol.imap.session.ImapSettings;
import org.posthouse.protocol.imap.session.Selected;
import org.posthouse.protocol.imap.session.Services;
import org.posthouse.protocol.imap.session.Session;
import org.posthouse.protocol.imap.session.Updates;
import org.posthouse.spi.protocol.Output;
import org.posthouse.testkit.FakeAccounts;
import org.posthouse.testkit.FakeClient;
import org.posthouse.testkit.store.FakeMailStore;

class UpdatesTest {
    private static final int MESSAGES = 40;

    private final FakeMailStore store = new FakeMailStore(message -> new byte[0]);

    @Test
    void aClientThatReadsNowAndThenIsToldOfEveryMessage() throws MailException {
        String inbox =
                store.mailboxes(FakeAccounts.KATE).named("INBOX").orElseThrow().id();
        for (int i = 0; i < MESSAGES; i++) {
            store.append(
                    FakeAccounts.KATE,
                    inbox,
                    Content.of(new byte[1]),
                    Set.of(),
                    Clock.systemUTC().instant(),
                    "a" + i);
        }
        Session session = session(inbox);
        long[] all = session.selected().view().uids().toArray();
        long[] others = Arrays.copyOfRange(all, 1, all.length);
        store.commit(FakeAccounts.KATE, "expunge", Optional.empty(), List.of(new StoreOp.Expunge(inbox, others)));
        NowAndThen out = new NowAndThen();
        int pieces = 1;
        while (!new Updates(session, out).tell(true)) {
            pieces++;
        }
        assertThat(pieces).isGreaterThan(2);
        assertThat(out.text().lines().filter(line -> line.endsWith(" EXPUNGE"))).hasSize(MESSAGES - 1);
        assertThat(session.selected().view().uids()).hasToString("1");
    }

    private Session session(String inbox) throws MailException {
        Services services =
                new Services(store, new FakeAccounts("imap"), ImapSettings.DEFAULT, Clock.systemUTC(), () -> "id");
        Session session = new Session(new FakeClient(), services);
        session.loggedInAs(Account.builder(FakeAccounts.KATE, new Address("kate", "school.edu"))
                .build());
        session.select(Selected.over(store.read(FakeAccounts.KATE, inbox), 1, false));
        return session;
    }

    /** Is full each time it is asked for the seventh time, and then not. */
    private static final class NowAndThen implements Output {
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
        private int asked;

        String text() {
            return octets.toString(StandardCharsets.US_ASCII);
        }

        @Override
        public Output line(String text) {
            return bytes((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public Output bytes(byte[] more) {
            octets.writeBytes(more);
            return this;
        }

        @Override
        public Output content(Content content, long offset, long count) {
            throw new AssertionError("nothing large is told");
        }

        @Override
        public long pending() {
            return ++asked % 7 == 0 ? 1 << 20 : 0;
        }

        @Override
        public Runnable bell() {
            return () -> {};
        }
    }
}
