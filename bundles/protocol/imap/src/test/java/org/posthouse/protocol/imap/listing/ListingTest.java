package org.posthouse.protocol.imap.listing;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.MailException.Kind;
import org.posthouse.api.mail.Status;
import org.posthouse.api.store.MailStore;
import org.posthouse.api.store.StoreOp;
import org.posthouse.protocol.imap.ImapProtocol;
import org.posthouse.protocol.imap.session.ImapSettings;
import org.posthouse.protocol.imap.session.Services;
import org.posthouse.testkit.FakeAccounts;
import org.posthouse.testkit.FakeClient;
import org.posthouse.testkit.MemoryConnection;
import org.posthouse.testkit.store.FakeMailStore;

class ListingTest {
    private final FakeMailStore store = new FakeMailStore(message -> new byte[0]);

    @BeforeEach
    void thereIsABox() throws MailException {
        List<StoreOp> box = List.of(new StoreOp.CreateMailbox("box", "Box"));
        store.commit(FakeAccounts.KATE, "create", Optional.empty(), box);
    }

    @Test
    void aMailboxThatGoesBeforeItsStatusIsToldAsNonexistent() {
        MailException gone = new MailException(Kind.PERMANENT, Status.NO_SUCH_MAILBOX, "No such mailbox");
        assertThat(listWithStatus(gone))
                .contains(
                        "* LIST (\\NonExistent \\HasNoChildren) \"/\" \"Box\"\r\n* LIST (\\HasNoChildren) \"/\" \"INBOX\"")
                .contains("* STATUS \"INBOX\" (MESSAGES 0)")
                .doesNotContain("STATUS \"Box\"")
                .endsWith("b OK LIST completed\r\n");
    }

    @Test
    void aStoreThatGoesBetweenListAndStatusIsNoReasonToTellHalf() {
        assertThat(listWithStatus(MailException.notNow("The store is away")))
                .isEqualTo("b NO [UNAVAILABLE] The store is away\r\n");
    }

    /** What LIST is answered when Box cannot be read. */
    private String listWithStatus(MailException failure) {
        Services services = new Services(
                unreadableBox(failure), new FakeAccounts("imap"), ImapSettings.DEFAULT, Clock.systemUTC(), () -> "id");
        MemoryConnection connection =
                new MemoryConnection(new FakeClient().clearTextLogin(), () -> new ImapProtocol(services)).open();
        connection.sendLine("a LOGIN kate@school.edu posthouse");
        connection.rest();
        connection.sendLine("b LIST \"\" * RETURN (STATUS (MESSAGES))");
        return new String(connection.rest(), StandardCharsets.US_ASCII);
    }

    private MailStore unreadableBox(MailException failure) {
        return (MailStore) Proxy.newProxyInstance(
                ListingTest.class.getClassLoader(), new Class<?>[] {MailStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("read") && arguments[1].equals("box")) {
                        throw failure;
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
