package org.posthouse.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.net.Client;
import org.posthouse.spi.protocol.ProtocolHandler;
import org.posthouse.spi.protocol.ProtocolHandler.Conversation;
import org.posthouse.spi.protocol.ProtocolHandler.HandOver;

@ExtendWith(Leaks.class)
class HandOverTest {
    private static final String PLUGIN = "org.posthouse.protocol.parrot";

    @TempDir
    Path folder;

    private final Parrot first = new Parrot("1");
    private final Parrot second = new Parrot("2");
    private Server server;
    private Door door;

    @BeforeEach
    void open() throws IOException {
        server = new Server(folder).with(first);
        door = server.listen(DoorSettings.Security.STARTTLS);
    }

    @AfterEach
    void close() {
        server.close();
    }

    /** The second version takes over, and the first is let go. */
    private void swap() {
        server.with(second);
        handedOver(1);
    }

    private void handedOver(int connections) {
        Awaitility.await().until(() -> second.talks.get() == connections && first.closed.get() == connections);
        Awaitility.await().until(() -> server.seats.pins(PLUGIN) == 1);
    }

    private Caller caller() throws IOException {
        Caller caller = new Caller(door);
        assertThat(caller.line()).isEqualTo("HELLO 1");
        return caller;
    }

    @Test
    void whoWaitsForALineIsHandedOverWithHalfOfIt() throws IOException {
        try (Caller caller = caller()) {
            caller.ask("one");
            caller.send("VERS");
            swap();
            caller.send("ION\r\nHEARD\r\n");
            assertThat(caller.line()).isEqualTo("2");
            assertThat(caller.line()).isEqualTo("3");
        }
    }

    @Test
    void whoIdlesIsHandedOverAndTheBellStillRings() throws IOException {
        try (Caller caller = caller()) {
            caller.ask("IDLE");
            swap();
            first.bells.get(0).run();
            assertThat(caller.line()).isEqualTo("woken");
            assertThat(caller.ask("VERSION")).isEqualTo("2");
        }
    }

    @Test
    void aRingWhileNobodyServesIsNotLost() throws IOException {
        try (Caller caller = caller()) {
            caller.ask("IDLE");
            server.seats.empty(PLUGIN);
            first.bells.get(0).run();
            server.with(second);
            assertThat(caller.line()).isEqualTo("woken");
        }
    }

    @Test
    void dataIsHandedOverInItsMidst() throws IOException {
        try (Caller caller = caller()) {
            assertThat(caller.ask("TEXT 1000000")).isEqualTo("go");
            caller.send("x".repeat(100_000) + "\r\n.");
            swap();
            caller.send(".y\r\n.\r\nVERSION\r\n");
            assertThat(caller.line()).startsWith("text 100006 ");
            assertThat(caller.line()).isEqualTo("2");
        }
    }

    @Test
    void aLiteralIsHandedOverInItsMidst() throws IOException {
        try (Caller caller = caller()) {
            caller.send("BYTES 10\r\n12345");
            Awaitility.await().until(() -> first.talks.get() == 1);
            swap();
            caller.send("67890VERSION\r\n");
            assertThat(caller.line()).startsWith("data 10 ");
            assertThat(caller.line()).isEqualTo("2");
        }
    }

    @Test
    void whoWaitsForTheClientToReadIsHandedOver() throws IOException {
        try (Caller caller = caller()) {
            caller.send("DRAIN 20000000\r\n");
            assertThat(caller.read(1)).hasSize(1);
            swap();
            assertThat(caller.read(19_999_999)).hasSize(19_999_999);
            assertThat(caller.line()).isEqualTo("Drained");
            assertThat(caller.ask("VERSION")).isEqualTo("2");
        }
    }

    @Test
    void aHandshakeIsHandedOverInItsMidst() throws Exception {
        try (Caller caller = caller()) {
            assertThat(caller.ask("TLS")).isEqualTo("go");
            swap();
            SSLSocket socket = (SSLSocket)
                    TestCertificates.client().getSocketFactory().createSocket(caller.socket(), "a.school.edu", 0, true);
            caller.use(socket);
            assertThat(caller.line()).isEqualTo("secured a.school.edu");
            assertThat(caller.ask("VERSION")).isEqualTo("2");
        }
    }

    @Test
    void newClientsWaitForTheNextVersion() throws IOException {
        server.seats.empty(PLUGIN);
        try (Caller caller = new Caller(door)) {
            caller.send("VERSION\r\n");
            Awaitility.await().until(() -> server.net.connections().size() == 1);
            server.with(second);
            assertThat(caller.line()).isEqualTo("HELLO 2");
            assertThat(caller.line()).isEqualTo("2");
        }
    }

    @Test
    void whenNobodyComesInTimeTheFarewellIsSaid() throws IOException {
        server.close();
        NetSettings hasty =
                Server.settings(2, 10, Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(200));
        server = new Server(folder, hasty).with(first);
        door = server.listen(DoorSettings.Security.STARTTLS);
        try (Caller greeted = caller()) {
            server.seats.empty(PLUGIN);
            try (Caller stranger = new Caller(door)) {
                assertThat(greeted.line()).isEqualTo("BYE true service is being replaced, try again");
                assertThat(greeted.ended()).isTrue();
                assertThat(stranger.line()).isEqualTo("BYE false service is being replaced, try again");
                assertThat(stranger.ended()).isTrue();
            }
        }
    }

    @Test
    void whoCannotBeHandedOverIsToldGoodBye() throws IOException {
        server.with(new Parrot("stubborn", false, Duration.ofSeconds(30)));
        try (Caller caller = new Caller(door)) {
            assertThat(caller.line()).isEqualTo("HELLO stubborn");
            server.with(second);
            assertThat(caller.line()).isEqualTo("BYE true service is being replaced, try again");
            assertThat(caller.ended()).isTrue();
        }
    }

    @Test
    void aTaskOfTheFormerVersionIsForgottenForItWouldKeepItsClasses() throws IOException {
        try (Caller caller = caller()) {
            Visitor visitor = server.net.connections().iterator().next().visitor();
            AtomicBoolean ran = new AtomicBoolean();
            visitor.whenClosed("parrot", () -> ran.set(true));
            swap();
            caller.ask("QUIT");
            Awaitility.await().until(() -> server.net.connections().isEmpty());
            assertThat(ran).isFalse();
        }
    }

    @Test
    void noInputIsLostOrDoubledUnderPipelinedLoad() throws Exception {
        int callers = 8;
        AtomicBoolean enough = new AtomicBoolean();
        ExecutorService pool = Executors.newFixedThreadPool(callers);
        List<CompletableFuture<Integer>> counts = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            counts.add(CompletableFuture.supplyAsync(() -> count(enough), pool));
        }
        for (int version = 2; version <= 12; version++) {
            Parrot next = new Parrot(String.valueOf(version));
            server.with(next);
            Awaitility.await().until(() -> next.talks.get() == callers);
        }
        enough.set(true);
        for (CompletableFuture<Integer> count : counts) {
            assertThat(count.get(120, TimeUnit.SECONDS)).isPositive();
        }
        pool.shutdown();
        server.seats.shutGates();
        Awaitility.await().until(() -> server.seats.pins(PLUGIN) == 1);
    }

    /** Says lines, literals and texts in one go and checks every answer. */
    private int count(AtomicBoolean enough) {
        try (Caller caller = new Caller(door)) {
            caller.line();
            int rounds = 0;
            int heard = 0;
            while (!enough.get() || rounds == 0) {
                caller.send("a\r\nBYTES 4\r\nb\r\n.TEXT 99\r\n..c\r\n.\r\nHEARD\r\n");
                heard += 6;
                assertThat(caller.line()).isEqualTo("a crlf=true");
                assertThat(caller.line()).startsWith("data 4 ");
                assertThat(caller.line()).isEqualTo("go");
                assertThat(caller.line()).startsWith("text 4 ");
                assertThat(caller.line()).isEqualTo(String.valueOf(heard));
                rounds++;
            }
            return rounds;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void nothingKeepsTheClassesOfAVersionThatHasGone() throws Exception {
        WeakReference<ClassLoader> foreign = seatForeign();
        List<Caller> callers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Caller caller = new Caller(door);
            callers.add(caller);
            assertThat(caller.line()).isEqualTo("HELLO foreign");
            assertThat(caller.ask("LOCAL")).isEqualTo("kept");
            caller.ask("IDLE");
        }
        server.with(second);
        Awaitility.await().until(() -> second.talks.get() == 20);
        server.seats.shutGates();
        Awaitility.await().until(() -> {
            System.gc();
            return foreign.refersTo(null);
        });
        for (Caller caller : callers) {
            assertThat(caller.ask("VERSION")).isEqualTo("2");
            caller.close();
        }
    }

    private WeakReference<ClassLoader> seatForeign() throws Exception {
        ClassLoader loader =
                new Foreign(Parrot.class.getProtectionDomain().getCodeSource().getLocation());
        Constructor<?> constructor = loader.loadClass(Parrot.class.getName()).getDeclaredConstructor(String.class);
        constructor.setAccessible(true);
        server.seats.fill(
                ProtocolHandler.class,
                PLUGIN,
                "foreign",
                (ProtocolHandler) constructor.newInstance("foreign"),
                Map.of(ProtocolHandler.PROTOCOL, "parrot"));
        return new WeakReference<>(loader);
    }

    /** Has parrots of its own. */
    private static final class Foreign extends URLClassLoader {
        Foreign(URL classes) {
            super(new URL[] {classes}, Foreign.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(Parrot.class.getName())) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }

    @Test
    void aVersionThatGoesBeforeItsGreetingLeavesNothingBehind() throws IOException {
        AtomicBoolean ran = new AtomicBoolean();
        ProtocolHandler hasty = new ProtocolHandler() {
            @Override
            public Conversation open(Client client) {
                client.whenClosed("hasty", () -> ran.set(true));
                server.with(second);
                server.seats.shutGates();
                return first.open(client);
            }

            @Override
            public Optional<Conversation> resume(Client client, HandOver state) {
                return Optional.empty();
            }

            @Override
            public String farewell(boolean greeted, String reason) {
                return reason;
            }
        };
        server.seats.fill(ProtocolHandler.class, PLUGIN, "1.5", hasty, Map.of(ProtocolHandler.PROTOCOL, "parrot"));
        try (Caller caller = new Caller(door)) {
            assertThat(caller.line()).isEqualTo("HELLO 2");
        }
        Awaitility.await().until(() -> server.net.connections().isEmpty());
        assertThat(ran).isFalse();
        assertThat(first.closed).hasValue(1);
    }
}
