package org.posthouse.protocol.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.posthouse.protocol.imap.session.ImapSettings;
import org.posthouse.protocol.imap.session.Limits;
import org.posthouse.protocol.imap.session.TimeOuts;
import org.posthouse.spi.protocol.ProtocolHandler;
import org.posthouse.spi.protocol.ProtocolHandler.HandOver;
import org.posthouse.testkit.FakeAccounts;
import org.posthouse.testkit.FakeClient;
import org.posthouse.testkit.MemoryConnection;
import org.posthouse.testkit.store.FakeMailStore;

class ImapProtocolTest {
    private final ImapScene scene = new ImapScene();
    private final FakeClient client = new FakeClient().clearTextLogin();

    @Test
    void stateOfAnotherLayoutOrBrokenStateIsNotGoneOnWith() {
        ProtocolHandler handler = scene.handler();
        assertThat(handler.resume(client, new HandOver(99, Map.of()))).isEmpty();
        assertThat(handler.resume(client, new HandOver(1, Map.of()))).isEmpty();
        assertThat(handler.resume(client, new HandOver(1, Map.of("mode", 7)))).isEmpty();
    }

    @Test
    void farewellsAreOneLineOfPrintableText() {
        assertThat(scene.handler().farewell(true, "going\r\n* OK down")).isEqualTo("* BYE going??* OK down");
        assertThat(scene.handler().farewell(false, "[ALERT] x")).isEqualTo("* BYE [UNAVAILABLE] ?ALERT] x");
    }

    @Test
    void whoIsNotGreetedIsToldToComeAgainLater() {
        assertThat(scene.handler().farewell(false, "too many connections"))
                .isEqualTo("* BYE [UNAVAILABLE] too many connections");
        assertThat(scene.handler().farewell(true, "shutting down")).isEqualTo("* BYE shutting down");
    }

    @Test
    void whoIdlesIsWatchedForOnceWhateverHappens() {
        FakeMailStore store = scene.store();
        MemoryConnection connection = new MemoryConnection(client, scene::handler).open();
        connection.sendLine("a LOGIN kate@school.edu posthouse");
        connection.sendLine("b SELECT INBOX");
        String inbox = "inbox-" + FakeAccounts.KATE;
        assertThat(store.watchers(FakeAccounts.KATE, inbox)).isZero();
        connection.sendLine("c IDLE");
        assertThat(store.watchers(FakeAccounts.KATE, inbox)).isEqualTo(1);
        connection.swap();
        assertThat(store.watchers(FakeAccounts.KATE, inbox)).isZero();
        connection.rest();
        assertThat(store.watchers(FakeAccounts.KATE, inbox)).isEqualTo(1);
        connection.sendLine("DONE");
        assertThat(store.watchers(FakeAccounts.KATE, inbox)).isZero();
        connection.sendLine("d IDLE");
        connection.disconnect();
        assertThat(store.watchers(FakeAccounts.KATE, inbox)).isZero();
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        TimeOuts patience = ImapSettings.DEFAULT.timeOuts();
        Limits limits = ImapSettings.DEFAULT.limits();
        assertRefused(() -> new ImapSettings("a\r\nb", patience, limits));
        assertRefused(() -> new ImapSettings(" ", patience, limits));
        assertRefused(() -> new TimeOuts(Duration.ZERO, patience.idle(), patience.transfer()));
        assertRefused(() -> new TimeOuts(patience.login(), patience.idle(), Duration.ofSeconds(-1)));
        assertRefused(() -> limits(0, 65_536));
        assertRefused(() -> limits(1L << 32, 65_536));
        assertRefused(() -> limits(1 << 20, 8_191));
    }

    private static void assertRefused(ThrowingCallable made) {
        assertThatThrownBy(made).isInstanceOf(IllegalArgumentException.class);
    }

    private static Limits limits(long append, int command) {
        return new Limits(append, 8_192, command, 1_024, 256, 1, 1, 1, 1);
    }
}
