package org.posthouse.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.net.Listeners.Activity;
import org.posthouse.api.net.Listeners.Doing;

@ExtendWith(Leaks.class)
class ConnectionTest {
    @TempDir
    Path folder;

    private final Parrot parrot = new Parrot("1");
    private Server server;
    private Door door;

    @BeforeEach
    void open() throws IOException {
        server = new Server(folder).with(parrot);
        door = server.listen(DoorSettings.Security.STARTTLS);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aClientIsGreetedAnsweredAndLetGo() throws IOException {
        try (Caller caller = new Caller(door)) {
            assertThat(caller.line()).isEqualTo("HELLO 1");
            assertThat(caller.ask("polly")).isEqualTo("polly crlf=true");
            assertThat(caller.ask("QUIT")).isEqualTo("bye");
            assertThat(caller.ended()).isTrue();
        }
    }

    @Test
    void whatItDoesAndWhatWentOverItIsKnown() throws IOException {
        try (Caller caller = new Caller(door)) {
            caller.line();
            awaitActivity(0, 9, Doing.WAITING);
            assertThat(caller.ask("polly")).isEqualTo("polly crlf=true");
            awaitActivity(7, 26, Doing.WAITING);
            caller.send("TEXT 100\r\n");
            awaitActivity(17, 30, Doing.RECEIVING);
            caller.send("x\r\n.\r\nIDLE\r\n");
            Awaitility.await().until(() -> activity().doing() == Doing.LISTENING);
        }
    }

    private void awaitActivity(long received, long sent, Doing doing) {
        Awaitility.await().untilAsserted(() -> assertThat(activity()).isEqualTo(new Activity(received, sent, doing)));
    }

    private Activity activity() {
        return server.net.connections().iterator().next().activity();
    }

    @Test
    void pipelinedInputIsAnsweredInOrder() throws IOException {
        try (Caller caller = new Caller(door)) {
            caller.send("a\r\nTEXT 100\r\n..x\r\n.\r\nb\r\nBYTES 3\r\nxyzBIG 100000\r\nQUIT\r\n");
            assertThat(caller.line()).isEqualTo("HELLO 1");
            assertThat(caller.line()).isEqualTo("a crlf=true");
            assertThat(caller.line()).isEqualTo("go");
            assertThat(caller.line()).startsWith("text 4 ").endsWith(" clean=true eight=false longest=2");
            assertThat(caller.line()).isEqualTo("b crlf=true");
            assertThat(caller.line()).startsWith("data 3 ");
            assertThat(caller.line()).isEqualTo("big");
            assertThat(caller.line()).hasSize(100_000);
            assertThat(caller.line()).isEqualTo("bye");
            assertThat(caller.ended()).isTrue();
        }
    }

    @Test
    void unfinishedInputIsFinishedWhereverItIsCut() throws IOException {
        String dialogue = "a\r\nTEXT 100\r\n..x\r\n.\r\nBYTES 3\r\nxyzQUIT\r\n";
        for (int cut = 0; cut < dialogue.length(); cut++) {
            try (Caller caller = new Caller(door)) {
                caller.line();
                caller.send(dialogue.substring(0, cut));
                caller.send(dialogue.substring(cut));
                assertThat(caller.line()).isEqualTo("a crlf=true");
                assertThat(caller.line()).isEqualTo("go");
                assertThat(caller.line()).startsWith("text 4 ");
                assertThat(caller.line()).startsWith("data 3 ");
                assertThat(caller.line()).isEqualTo("bye");
            }
        }
    }

    @Test
    void largeContentsGoThroughFilesWhole() throws IOException {
        byte[] octets = new byte[3_000_000];
        new Random(1).nextBytes(octets);
        try (Caller caller = new Caller(door)) {
            caller.line();
            caller.send("BYTES " + octets.length + "\r\n").send(octets);
            assertThat(caller.line()).isEqualTo("data " + octets.length + " " + Arrays.hashCode(octets));
        }
        assertThat(server.spool).isEmptyDirectory();
    }

    @Test
    void aClientThatSendsAllAndShutsItsHalfGetsAllReplies() throws IOException {
        try (Caller caller = new Caller(door)) {
            caller.send("a\r\nTEXT 100\r\nx\r\n.\r\nb\r\n");
            caller.socket().shutdownOutput();
            assertThat(caller.line()).isEqualTo("HELLO 1");
            assertThat(caller.line()).isEqualTo("a crlf=true");
            assertThat(caller.line()).isEqualTo("go");
            assertThat(caller.line()).startsWith("text 3 ");
            assertThat(caller.line()).isEqualTo("b crlf=true");
            assertThat(caller.ended()).isTrue();
        }
    }

    @Test
    void anEndlessLineIsAnsweredAndTheConnectionClosed() throws IOException {
        try (Caller caller = new Caller(door)) {
            caller.line();
            caller.send("x".repeat(80_000));
            assertThat(caller.line()).isEqualTo("too long false");
            assertThat(caller.ended()).isTrue();
        }
    }

    @Test
    void aLongLineWithAnEndIsAnsweredAndTheNextServed() throws IOException {
        try (Caller caller = new Caller(door)) {
            caller.line();
            assertThat(caller.ask("x".repeat(50_000))).isEqualTo("too long true");
            assertThat(caller.ask("polly")).isEqualTo("polly crlf=true");
        }
    }

    @Test
    void aFailureOfTheProtocolIsAFarewell() throws IOException {
        try (Caller caller = new Caller(door)) {
            caller.line();
            assertThat(caller.ask("FAIL")).isEqualTo("BYE true internal failure, try again later");
            assertThat(caller.ended()).isTrue();
        }
        try (Caller caller = new Caller(door)) {
            caller.line();
            assertThat(caller.ask("REFUSE")).isEqualTo("BYE true not today");
            assertThat(caller.ended()).isTrue();
        }
    }

    @Test
    void theBellWakesWhoWaitsForIt() throws IOException {
        try (Caller caller = new Caller(door)) {
            caller.line();
            assertThat(caller.ask("IDLE")).isEqualTo("idling");
            for (int i = 0; i < 20; i++) {
                parrot.bells.get(0).run();
                assertThat(caller.line()).isEqualTo("woken");
            }
            assertThat(caller.ask("DONE")).isEqualTo("DONE crlf=true");
        }
    }

    @Test
    void aBellRungBeforeTheWaitIsNotLost() throws IOException {
        try (Caller caller = new Caller(door)) {
            caller.line();
            assertThat(caller.ask("BELL")).isEqualTo("rung");
            assertThat(caller.ask("IDLE")).isEqualTo("idling");
            assertThat(caller.line()).isEqualTo("woken");
        }
    }

    @Test
    void noRingIsLostHoweverManyThreadsRing() throws Exception {
        try (Caller caller = new Caller(door)) {
            caller.line();
            caller.ask("IDLE");
            Runnable bell = parrot.bells.get(0);
            for (int round = 0; round < 200; round++) {
                Thread first = new Thread(bell, "first ringer");
                Thread second = new Thread(bell, "second ringer");
                first.start();
                second.start();
                assertThat(caller.line()).isEqualTo("woken");
                first.join();
                second.join();
            }
            caller.send("DONE\r\n");
            String line = caller.line();
            while (line.equals("woken")) {
                line = caller.line();
            }
            assertThat(line).isEqualTo("DONE crlf=true");
        }
    }

    @Test
    void aBellOutlivesItsConnectionAndDoesNothing() throws IOException {
        try (Caller caller = new Caller(door)) {
            caller.line();
            caller.ask("IDLE");
        }
        Awaitility.await().until(() -> server.net.connections().isEmpty());
        parrot.bells.get(0).run();
        assertThat(parrot.closed).hasValue(1);
    }

    @Test
    void drainedComesWhenAllHasBeenRead() throws IOException {
        try (Caller caller = new Caller(door)) {
            caller.line();
            caller.send("DRAIN 5000000\r\n");
            assertThat(caller.read(5_000_000)).hasSize(5_000_000);
            assertThat(caller.line()).isEqualTo("Drained");
        }
    }

    @Test
    void whatIsToBeDoneAtTheEndIsDoneOnce() throws IOException {
        AtomicInteger ends = new AtomicInteger();
        AtomicInteger others = new AtomicInteger();
        Visitor visitor;
        try (Caller caller = new Caller(door)) {
            caller.line();
            visitor = server.net.connections().iterator().next().visitor();
            visitor.whenClosed("a", others::incrementAndGet);
            visitor.whenClosed("a", ends::incrementAndGet);
        }
        Awaitility.await().until(() -> ends.get() == 1);
        visitor.whenClosed("late", ends::incrementAndGet);
        assertThat(ends).hasValue(2);
        assertThat(others).hasValue(0);
    }

    @Test
    void anAdministratorEndsAConnectionWithTheProtocolsWords() throws IOException {
        try (Caller caller = new Caller(door)) {
            caller.line();
            caller.ask("TEXT 100");
            String id = server.net.connections().iterator().next().visitor().id();
            assertThat(server.net.close("nobody")).isFalse();
            assertThat(server.net.close(id)).isTrue();
            assertThat(caller.line()).isEqualTo("ending connection closed by the administrator");
            assertThat(caller.ended()).isTrue();
        }
    }

    @Test
    void oneBusyClientDoesNotKeepOthersWaiting() throws IOException {
        try (Caller busy = new Caller(door)) {
            Thread flood = new Thread(() -> flood(busy), "flood");
            flood.start();
            for (int i = 0; i < 20; i++) {
                try (Caller caller = new Caller(door)) {
                    assertThat(caller.line()).isEqualTo("HELLO 1");
                    assertThat(caller.ask("polly")).isEqualTo("polly crlf=true");
                }
            }
            busy.socket().close();
        }
    }

    private static void flood(Caller busy) {
        byte[] lines = "x\r\n".repeat(1_000).getBytes(StandardCharsets.US_ASCII);
        try {
            while (true) {
                busy.send(lines);
                busy.read(13 * 1_000);
            }
        } catch (IOException e) {
            // It was closed.
            assertThat(busy.socket().isClosed()).isTrue();
        }
    }

    @Test
    void anErrorEndsThisConversationAndNoOther() throws IOException {
        try (Caller unlucky = new Caller(door);
                Caller other = new Caller(door)) {
            unlucky.line();
            other.line();
            assertThat(unlucky.ask("ERROR")).isEqualTo("BYE true internal failure, try again later");
            assertThat(unlucky.ended()).isTrue();
            unlucky.hangUp();
            Awaitility.await().until(() -> server.net.connections().size() == 1);
            assertThat(other.ask("polly")).isEqualTo("polly crlf=true");
        }
    }
}
