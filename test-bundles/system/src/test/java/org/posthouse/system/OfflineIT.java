package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands where no server runs. */
final class OfflineIT {
    private static final String ACCOUNTS = "org.posthouse.core.accounts";

    @TempDir
    Path home;

    private Run posthouse(String input, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(Distribution.command().toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--home", home.toString()));
        return Run.of(command, input);
    }

    private String refused(int status, String... words) throws Exception {
        Run run = posthouse("", words);
        assertThat(run.status()).as(String.join(" ", words) + ": " + run.err()).isEqualTo(status);
        assertThat(run.out()).isEmpty();
        return run.err();
    }

    @Test
    void everyCommandExplainsItself() throws Exception {
        Run all = posthouse("", "--help");
        assertThat(all.status()).isZero();
        assertThat(all.out()).contains("account add ADDRESS", "queue list", "Exit status");
        Run one = posthouse("", "account", "add", "--help");
        assertThat(one.status()).isZero();
        assertThat(one.out()).contains("--password-stdin");
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void whatPeopleAlsoSayIsUnderstood() throws Exception {
        assertThat(posthouse("", "help", "queue", "list").out()).contains("--state active|deferred|held");
        assertThat(posthouse("", "help", "run").out()).contains("usage: posthouse run", "--port-offset");
        assertThat(posthouse("", "--version").out()).startsWith("Posthouse ").contains("No server answers");
        assertThat(refused(3, "--json", "queue", "list"))
                .startsWith("{\"error\":")
                .contains("\"status\":3");
        String program = Distribution.command().toString();
        for (List<String> first : List.of(List.of("--home", home.toString()), List.of("--home=" + home))) {
            List<String> command = new ArrayList<>(List.of(program));
            command.addAll(first);
            command.addAll(List.of("run", "--nosuch"));
            Run run = Run.of(command, "");
            assertThat(run.status()).isEqualTo(2);
            assertThat(run.err()).startsWith("posthouse: unknown argument --nosuch\n");
        }
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void wrongUsageIsToldFromAServerThatIsAway() throws Exception {
        assertThat(refused(2, "nosuch")).contains("no command");
        assertThat(refused(2, "account")).contains("account add");
        assertThat(refused(2, "account", "show")).contains("usage: posthouse account show");
        assertThat(refused(2, "account", "show", "nobody")).contains("no mail address");
        assertThat(refused(2, "queue", "list", "--nosuch")).contains("no option");
        assertThat(refused(3, "queue", "list")).contains("is not running", "posthouse start");
        assertThat(refused(3, "account", "add", "kate@school.edu", "--password-stdin"))
                .contains("is not running");
        assertThat(posthouse("", "status").status()).isEqualTo(3);
        assertThat(posthouse("", "status", "--json").out()).contains("\"state\":\"down\"");
        assertThat(refused(2, "status", "--nosuch")).contains("no option");
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void aHomeThatIsNotThereIsNotMade() throws Exception {
        Path absent = home.resolve("absent");
        Run run = Run.of(List.of(Distribution.command().toString(), "config", "list", "--home", absent.toString()), "");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("there is no folder");
        assertThat(absent).doesNotExist();
    }

    @Test
    void settingsArePreparedBeforeTheFirstStart() throws Exception {
        assertThat(posthouse("", "config", "set", ACCOUNTS, "shortestPassword=11")
                        .status())
                .isZero();
        assertThat(Files.readString(home.resolve("etc/" + ACCOUNTS + ".config")))
                .contains("shortestPassword");
        assertThat(posthouse("", "config", "changed").out())
                .contains("shortestPassword", "11")
                .doesNotContain("listener");
        assertThat(posthouse("", "config", "list", "--json").out())
                .contains("org.posthouse.protocol.smtp", "org.posthouse.core.queue");
        assertThat(refused(1, "config", "set", ACCOUNTS, "shortestPassword=many"))
                .contains("shortestPassword");
        assertThat(posthouse("", "config", "reset", ACCOUNTS).status()).isZero();
        assertThat(posthouse("", "config", "changed").out()).contains("as it was delivered");
    }

    @Test
    void aServerIsSetUpBeforeItsFirstStart() throws Exception {
        Path fresh = home.resolve("fresh");
        String[] setup = {
            "setup",
            "--host",
            "mail.zoo.example",
            "--domain",
            "zoo.example",
            "--administrator",
            "admin@zoo.example",
            "--password-stdin"
        };
        List<String> command = new ArrayList<>(List.of(Distribution.command().toString()));
        command.addAll(List.of(setup));
        command.addAll(List.of("--home", fresh.toString()));
        Run run = Run.of(command, "a quite new password\n");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).contains("mail.zoo.example", "admin@zoo.example", "made");
        try (Server server = Server.plain(fresh)) {
            assertThat(server.posthouse("account", "show", "admin@zoo.example").out())
                    .contains("enabled", "yes");
            assertThat(server.posthouse("setup", "--json").out()).doesNotContain("\"made\"", "\"set\"");
            try (Smtp smtp = server.smtp()) {
                assertThat(smtp.ask("HELO client.example")).contains("mail.zoo.example");
            }
        }
    }

    @Test
    void aForgottenPasswordIsReplacedWithoutTheServer() throws Exception {
        Server.demo(home).terminate();
        assertThat(posthouse("", "log", "--service", "core.net").out()).contains("core.net.Door");
        Run check = posthouse("", "store", "check");
        assertThat(check.status()).as(check.out() + check.err()).isZero();
        assertThat(check.out()).contains("messages checked", "nothing is wrong");
        whatIsNotMountedIsMissing();
        Run set = posthouse("a quite new password\n", "account", "set", "kate@school.edu", "--password-stdin");
        assertThat(set.status()).as(set.err()).isZero();
        assertThat(refused(1, "account", "set", "nobody@school.edu", "--name", "N"))
                .contains("no account nobody@school.edu");
        try (Server server = startedWhileACommandWorks();
                Imap imap = new Imap(server.port(143))) {
            imap.ok("LOGIN kate@school.edu \"a quite new password\"");
            Run running = server.posthouse("config", "list");
            assertThat(running.status()).isZero();
        }
    }

    private void whatIsNotMountedIsMissing() throws Exception {
        Path mail = home.resolve("data/store");
        Path away = Files.move(mail, home.resolve("away"));
        assertThat(refused(1, "store", "check"))
                .contains("the store is missing: there is ", "Mount", "data/store.made");
        assertThat(mail).doesNotExist();
        Files.move(away, mail);
    }

    /** It waits, says so, and serves when that has ended. */
    private Server startedWhileACommandWorks() throws Exception {
        Path file = home.resolve("run/posthouse.pid");
        CompletableFuture<Server> server;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(
                    (ProcessHandle.current().pid() + "\nstore check\n").getBytes(StandardCharsets.US_ASCII)));
            server = CompletableFuture.supplyAsync(() -> {
                try {
                    return Server.demo(home);
                } catch (Exception e) {
                    throw new CompletionException(e);
                }
            });
            String waits = "waits up to 60 s for 'posthouse store check', process "
                    + ProcessHandle.current().pid();
            await().until(() -> Files.readString(home.resolve("stderr.txt")).contains(waits));
            assertThat(lock.isValid()).isTrue();
        }
        return server.get();
    }
}
