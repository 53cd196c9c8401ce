package org.posthouse.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.net.Listeners;
import org.posthouse.api.plugin.PlugIns;
import org.posthouse.api.queue.MailQueue;
import org.posthouse.api.queue.QueueAction;
import org.posthouse.api.queue.Selection;

final class OrdersTest {
    private final List<String> done = new ArrayList<>();
    private final Orders orders = new Orders(
            fake(Listeners.class, (name, arguments) -> {
                done.add(name + " " + arguments[0]);
                return arguments[0].equals("c1");
            }),
            fake(MailQueue.class, (name, arguments) -> {
                QueueAction action = (QueueAction) arguments[0];
                String id = ((Selection) arguments[1]).ids().iterator().next();
                done.add(action + " " + id);
                return id.equals("1AB") ? List.of(id) : List.of();
            }),
            fake(PlugIns.class, (name, arguments) -> {
                done.add(name + " " + arguments[0]);
                if (name.equals("stop")) {
                    throw MailException.notNow("another plug-in is being changed");
                }
                return new PlugIns.PlugIn(
                        "some.filter", "1.0", "filter", "active", Instant.EPOCH, true, "", Optional.empty());
            }));

    private String order(String path, String... parameters) {
        Map<String, String> given = Map.of("action", parameters[0], parameters[1], parameters[2]);
        return orders.carryOut("root", path, name -> given.getOrDefault(name, ""));
    }

    @Test
    void aConnectionIsClosedOrWasGoneAlready() {
        assertThat(order("/old/connections", "close", "id", "c1")).isEqualTo("The connection is ending.");
        assertThat(order("/old/connections", "close", "id", "c2")).contains("has ended already");
        assertThat(done).containsExactly("close c1", "close c2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"retry", "hold", "release", "delete"})
    void aMailInTheQueueIsTreatedAsTheButtonSays(String action) {
        assertThat(order("/old/queue", action, "id", "1AB")).isEqualTo("Mail 1AB: " + action + " is done.");
        assertThat(done).containsExactly(action.toUpperCase(java.util.Locale.ROOT) + " 1AB");
        assertThat(order("/old/queue", action, "id", "1AC")).contains("not in the queue any more");
    }

    @Test
    void whatNoButtonSaysIsNotDone() {
        assertThat(order("/old/queue", "bounce", "id", "1AB")).contains("no such order");
        assertThat(order("/plugins", "explode", "name", "some.filter")).contains("no such order");
        assertThat(order("/elsewhere", "delete", "id", "1AB")).contains("no such order");
        assertThat(done).isEmpty();
    }

    @Test
    void aRefusalIsToldWithItsReason() {
        assertThat(order("/plugins", "start", "name", "some.filter")).isEqualTo("some.filter: start is done.");
        assertThat(order("/plugins", "stop", "name", "some.filter"))
                .isEqualTo("Not done: another plug-in is being changed");
    }

    @Test
    void aJarIsInstalledUnderItsOwnNameAndLeavesNoCopy() throws Exception {
        String said = orders.install("root", "C:\\jars\\some-filter-1.0.jar", new ByteArrayInputStream(new byte[10]));
        assertThat(said).isEqualTo("some.filter 1.0 is active.");
        Path copy = Path.of(done.get(0).substring("install ".length()));
        assertThat(copy.getFileName()).hasToString("some-filter-1.0.jar");
        assertThat(copy.getParent()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "../../etc/x", "x.txt", ".jar", "a b.jar", "../.x.jar", "x\n.jar"})
    void whatIsNoNameOfAJarIsNotInstalled(String name) throws Exception {
        assertThat(orders.install("root", name, InputStream.nullInputStream())).startsWith("Not done");
        assertThat(done).isEmpty();
    }

    @Test
    void aJarWithoutEndIsCutOff() throws Exception {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 0;
            }

            @Override
            public int read(byte[] into, int from, int length) {
                return length;
            }
        };
        assertThat(orders.install("root", "x.jar", endless)).contains("at most 64 MiB");
        assertThat(done).isEmpty();
    }

    /** What a method answers. */
    private interface Answer {
        Object to(String name, Object[] arguments) throws MailException;
    }

    private static <T> T fake(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                OrdersTest.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, called, arguments) -> answer.to(called.getName(), arguments)));
    }
}
