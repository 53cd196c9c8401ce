package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.testkit.Ports;

/** How a server is started and what refuses to start; most of it with a server of no protocol, which never becomes ready. */
final class LaunchIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @TempDir
    private Path home;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void wrongUsageIsStatusTwoAndExplained() throws Exception {
        Run run = posthouse("run", "--port-offset", "many");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("--port-offset needs a number, not many").contains("usage: posthouse run");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aDemonstrationKeepsToLoopback() throws Exception {
        Run run = posthouse("run", "--demo", "--bind", "0.0.0.0");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("listens on 127.0.0.1 only");
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void withoutAServerCommandsAreStatusThree() throws Exception {
        String down = "posthouse: the server of " + home + " is not running";
        assertThat(posthouse("stop")).isEqualTo(new Run(3, "", down + "\n"));
        for (List<String> command : List.of(List.of("queue", "list"), List.of("shell", "lb"))) {
            assertThat(posthouse(command.toArray(new String[0])))
                    .isEqualTo(new Run(3, "", down + "; start it with 'posthouse start --home " + home + "'\n"));
        }
    }

    @Test
    void withoutAServerStatusSaysDown() throws Exception {
        assertThat(posthouse("status")).isEqualTo(new Run(3, "The server is down.\n", ""));
        assertThat(posthouse("status", "--json")).isEqualTo(new Run(3, "{\"state\":\"down\",\"services\":[]}\n", ""));
    }

    @Test
    void aSecondServerInTheSameHomeIsRefused() throws Exception {
        Process first = startWithoutProtocols();
        Run second = posthouse("run");
        assertThat(second.status()).isEqualTo(1);
        assertThat(second.err())
                .startsWith("posthouse: a server runs there already, process " + first.pid())
                .hasLineCount(1);
    }

    @Test
    void aServerToldToStopBeforeItIsReadyEndsWithStatusZero() throws Exception {
        Process server = startWithoutProtocols();
        assertThat(posthouse("stop").status()).isZero();
        assertThat(server.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(server.exitValue()).isZero();
    }

    @Test
    void aHomeOfAnotherLevelIsLeftAlone() throws Exception {
        Files.writeString(Files.createDirectories(home.resolve("etc")).resolve("version"), "99\n");
        Run run = posthouse("run");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("has level 99").hasLineCount(1);
        assertThat(home.resolve("data")).doesNotExist();
    }

    @Test
    void aFeatureNobodyHasIsNamed() throws Exception {
        features("smpt");
        Run run = posthouse("run");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("no feature smpt").hasLineCount(1);
    }

    @Test
    @Tag("slow")
    void aServerThatDoesNotListenSaysWhatIsMissing() throws Exception {
        features("framework");
        Run run = posthouse("run");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("not ready within 30 s").contains("nothing listens");
    }

    @Test
    void aPortThatIsTakenIsNamedWithTheReason() throws Exception {
        int offset = Ports.offset();
        String address = "127.0.0.1:" + (25 + offset);
        try (ServerSocket taken = new ServerSocket(25 + offset, 1, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();
            Run start = posthouse("start", "--bind", "127.0.0.1", "--port-offset", Integer.toString(offset));
            assertThat(start.status()).isEqualTo(1);
            assertThat(start.out()).isEmpty();
            assertThat(start.err())
                    .contains("posthouse: smtp cannot listen at " + address + ": the address is in use\n")
                    .contains("--port-offset or --bind")
                    .doesNotContain("not ready within");
        }
    }

    @Test
    void aServerThatCouldTakeNoMailDoesNotStartAndSaysWhatToDo() throws Exception {
        Path lock = Files.createDirectories(home.resolve("data/queue/lock"));
        Run start = posthouse("start", "--demo", "--port-offset", Integer.toString(Ports.offset()));
        assertThat(start.status()).isEqualTo(1);
        assertThat(start.out()).isEmpty();
        assertThat(start.err())
                .contains("posthouse: not ready: no mail could be taken\n")
                .contains("the queue cannot be opened: " + lock + " is a folder: remove it");
    }

    @Test
    void startReturnsWhenItIsReadyAndStopWhenItIsGone() throws Exception {
        String offset = Integer.toString(Ports.offset());
        Run start = posthouse("start", "--demo", "--port-offset", offset);
        assertThat(start.err()).isEmpty();
        assertThat(start.out()).startsWith("Posthouse is ready in ").hasLineCount(1);
        try {
            assertThat(posthouse("start", "--demo", "--port-offset", offset).status())
                    .isEqualTo(1);
            assertThat(posthouse("status").out()).startsWith("Posthouse ").contains(" is up, ");
        } finally {
            assertThat(posthouse("stop")).isEqualTo(new Run(0, "", ""));
        }
        assertThat(posthouse("status").status()).isEqualTo(3);
    }

    private Process startWithoutProtocols() throws Exception {
        features("framework");
        Process server = new ProcessBuilder(Distribution.command().toString(), "run", "--home", home.toString())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("output.txt").toFile())
                .start();
        started.add(server);
        Path pid = home.resolve("run/posthouse.pid");
        await().atMost(LIMIT).until(() -> Files.exists(pid) && Files.size(pid) > 0);
        return server;
    }

    private void features(String names) throws Exception {
        Files.writeString(
                Files.createDirectories(home.resolve("etc")).resolve("framework.properties"),
                "posthouse.features = " + names + "\n");
    }

    private Run posthouse(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(Distribution.command().toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--home", home.toString()));
        return Run.of(command, "");
    }
}
