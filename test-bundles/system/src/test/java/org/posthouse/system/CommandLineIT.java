package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command, as an administrator gives it. */
final class CommandLineIT {
    @TempDir
    static Path home;

    private static Server server;

    @BeforeAll
    static void start() throws Exception {
        server = Server.demo(home);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static String ok(String... words) throws Exception {
        Run run = server.posthouse(words);
        assertThat(run.status()).as(String.join(" ", words) + ": " + run.err()).isZero();
        return run.out();
    }

    private static String refused(int status, String... words) throws Exception {
        Run run = server.posthouse(words);
        assertThat(run.status()).as(String.join(" ", words) + ": " + run.out()).isEqualTo(status);
        assertThat(run.out()).isEmpty();
        return run.err();
    }

    private static Run withPassword(String password, String... words) throws Exception {
        List<String> command =
                new java.util.ArrayList<>(List.of(Distribution.command().toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--password-stdin", "--home", home.toString()));
        return Run.of(command, password + "\n");
    }

    @Test
    void statusTellsEveryService() throws Exception {
        assertThat(ok("status")).contains("smtp").contains("imaps").contains("127.0.0.1:" + server.port(25));
        assertThat(ok("status", "--json"))
                .contains("\"state\" : \"up\"", "\"since\"", "\"version\"", "\"services\"", "\"addresses\"");
    }

    @Test
    void domainsAccountsAndAliasesLiveAndGo() throws Exception {
        ok("domain", "add", "Zoo.example");
        assertThat(ok("domain", "list")).contains("zoo.example");
        assertThat(withPassword(
                                "a good password",
                                "account",
                                "add",
                                "zoe@zoo.example",
                                "--name",
                                "Zoë",
                                "--quota",
                                "1G")
                        .status())
                .isZero();
        assertThat(ok("account", "show", "zoe@zoo.example")).contains("Zoë", "1.0G");
        assertThat(ok("account", "show", "zoe@zoo.example", "--json"))
                .contains(
                        "\"quota\" : 1073741824",
                        "\"protocols\" : [ \"imap\", \"pop3\", \"smtp\" ]",
                        "\"lastLogin\" : null");
        ok("account", "set", "zoe@zoo.example", "--name", "Zoe", "--quota", "none");
        ok("alias", "add", "keeper@zoo.example", "zoe@zoo.example", "kate@school.edu");
        assertThat(ok("alias", "list")).contains("keeper@zoo.example", "kate@school.edu");
        assertThat(ok("domain", "show", "zoo.example")).contains("zoe@zoo.example", "keeper@zoo.example");
        try (Imap imap = new Imap(server.port(143))) {
            imap.ok("LOGIN zoe@zoo.example \"a good password\"");
        }
        assertThat(refused(1, "domain", "remove", "zoo.example")).contains("1 account");
        ok("account", "rename", "zoe@zoo.example", "zora@zoo.example");
        ok("alias", "remove", "keeper@zoo.example");
        ok("account", "remove", "zora@zoo.example");
        ok("domain", "remove", "zoo.example");
        assertThat(ok("domain", "list", "--json")).doesNotContain("zoo.example");
    }

    @Test
    void anImportIsAllOrNothing() throws Exception {
        ok("domain", "add", "bulk.example");
        Path good = Files.writeString(
                home.resolve("good.csv"),
                "address,password,name,quota\na@bulk.example,long enough,A,1G\nb@bulk.example,long enough,B,\n");
        Path bad = Files.writeString(
                home.resolve("bad.csv"), "address,password\nc@bulk.example,long enough\na@bulk.example,long enough\n");
        assertThat(ok("account", "import", good.toString())).contains("2 accounts");
        assertThat(refused(1, "account", "import", bad.toString())).contains("a@bulk.example");
        assertThat(ok("account", "list", "bulk.example"))
                .contains("b@bulk.example")
                .doesNotContain("c@bulk.example");
    }

    @Test
    void relayAndBlockActAtOnce() throws Exception {
        assertThat(relayReply()).startsWith("550");
        ok("relay", "allow", "127.0.0.0/8");
        assertThat(ok("relay", "list")).contains("127.0.0.0/8");
        assertThat(relayReply()).startsWith("250");
        ok("relay", "remove", "127.0.0.0/8");
        assertThat(relayReply()).startsWith("550");
        ok("block", "add", "pest@example.org");
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            assertThat(smtp.ask("MAIL FROM:<pest@example.org>")).startsWith("5");
        }
        ok("block", "remove", "pest@example.org");
        assertThat(refused(1, "block", "remove", "pest@example.org")).contains("not in that list");
    }

    private static String relayReply() throws Exception {
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            smtp.expect("250", "MAIL FROM:<ron@example.com>");
            return smtp.ask("RCPT TO:<someone@elsewhere.example>");
        }
    }

    @Test
    void strangersRelayNothingWithTheAccessFilterStopped() throws Exception {
        ok("relay", "allow", "127.0.0.0/8");
        ok("plugin", "stop", "access");
        assertThat(ok("plugin", "list")).contains("stopped");
        assertThat(relayReply()).startsWith("550");
        ok("plugin", "start", "access");
        assertThat(relayReply()).startsWith("250");
        ok("relay", "remove", "127.0.0.0/8");
    }

    @Test
    void plugInsAreListedShownAndExplained() throws Exception {
        assertThat(ok("plugin", "list", "--json")).contains("\"role\" : \"filter\"", "\"used\" : true");
        assertThat(ok("plugin", "show", "access")).contains("org.posthouse.filter.access");
        assertThat(ok("filter", "order")).contains("recipient", "org.posthouse.filter.access");
        assertThat(refused(1, "plugin", "show", "nosuch")).contains("plugin list");
        Path broken = Files.writeString(home.resolve("broken.jar"), "no jar at all");
        assertThat(refused(1, "plugin", "install", broken.toString())).startsWith("posthouse: ");
    }

    @Test
    void aSettingIsTheSameInFileAndCommand() throws Exception {
        ok("config", "set", "org.posthouse.core.accounts", "shortestPassword=12");
        Path file = home.resolve("etc/org.posthouse.core.accounts.config");
        assertThat(Files.readString(file)).contains("shortestPassword");
        assertThat(withPassword("short one", "account", "add", "x@school.edu").err())
                .contains("at least 12");
        Files.writeString(file, "shortestPassword=I\"9\"\n");
        org.awaitility.Awaitility.await()
                .until(() -> ok("config", "show", "org.posthouse.core.accounts").contains("9"));
        assertThat(refused(1, "config", "set", "org.posthouse.core.accounts", "shortestPassword=many"))
                .contains("shortestPassword");
        ok("config", "reset", "org.posthouse.core.accounts");
    }

    @Test
    void wrongUsageAndMissingThingsAreToldInOneLineWithTheRightStatus() throws Exception {
        assertThat(refused(2, "account")).contains("account add");
        assertThat(refused(2, "nosuch")).contains("no command");
        assertThat(refused(1, "account", "show", "nobody@school.edu")).contains("account list");
        assertThat(refused(2, "account", "add", "x@school.edu")).contains("--password-stdin");
        Run away = Run.of(List.of(Distribution.command().toString(), "queue", "list", "--home", "/nonexistent"), "");
        assertThat(away.status()).isEqualTo(3);
        assertThat(away.err()).contains("is not running");
    }

    @Test
    void theGogoShellKnowsTheCommandsToo() throws Exception {
        assertThat(ok("shell", "posthouse:domain", "list")).contains("school.edu");
        assertThat(ok("shell", "lb")).contains("Posthouse");
        Run typed = Run.of(
                List.of(Distribution.command().toString(), "shell", "--home", home.toString()), "domain list\nexit\n");
        assertThat(typed.out()).contains("school.edu");
    }
}
