package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
        String console = "http://127.0.0.1:" + server.port(8080) + "/system/console";
        // It starts after mail.
        await().atMost(Duration.ofMinutes(3)).until(() -> ok("status").contains(console));
        assertThat(ok("status", "--json")).contains("\"name\" : \"console\"", "\"" + console + "\"");
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
    void whoLeavesIsShutOutAndHisMailGoesOn() throws Exception {
        ok("domain", "add", "leave.example");
        assertThat(withPassword("a good password", "account", "add", "kim@leave.example")
                        .status())
                .isZero();
        assertThat(withPassword("a good password", "auth", "test", "kim@leave.example")
                        .out())
                .contains("org.posthouse.directory.derby", "it is right", "imaps");
        assertThat(withPassword("wrong password", "auth", "test", "kim@leave.example", "--protocol", "console")
                        .status())
                .isEqualTo(4);
        try (Imap imap = new Imap(server.port(143))) {
            imap.ok("LOGIN kim@leave.example \"a good password\"");
            assertThat(ok("account", "offboard", "kim@leave.example", "--forward", "kate@school.edu", "--json"))
                    .contains("\"connectionsClosed\" : 1", "\"newMail\" : \"forwarded\"");
        }
        assertThat(withPassword("a good password", "auth", "test", "kim@leave.example")
                        .out())
                .contains("may not be used by imap");
        assertThat(ok("trace", "--explain", "kim@leave.example")).contains("kate@school.edu");
        ok("account", "offboard", "kim@leave.example");
        assertThat(ok("account", "show", "kim@leave.example", "--json")).contains("\"enabled\" : false");
        assertThat(ok("account", "rename", "kim@leave.example", "kit@leave.example", "--keep-address"))
                .contains("mail for kim@leave.example comes to it");
        assertThat(ok("audit", "--user", "kim@leave.example")).contains("account offboard", "status 0");
        assertThat(ok("blocked", "list")).isNotBlank();
        assertThat(refused(1, "blocked", "release", "192.0.2.99")).contains("blocked list");
    }

    @Test
    void whoSitsAtATerminalIsAskedBeforeAnAccountGoes() throws Exception {
        ok("domain", "add", "ask.example");
        withPassword("a good password", "account", "add", "amy@ask.example");
        Run no = atTerminal("no\n", "account", "remove", "amy@ask.example");
        assertThat(no.out()).contains("amy@ask.example will be removed, and with it 0 messages", "nothing was done");
        assertThat(no.status()).isEqualTo(1);
        ok("account", "show", "amy@ask.example");
        Run yes = atTerminal("yes\n", "account", "remove", "amy@ask.example");
        assertThat(yes.out()).contains("Really?", "amy@ask.example is gone");
        assertThat(yes.status()).isZero();
        assertThat(atTerminal("", "domain", "remove", "ask.example", "--yes").out())
                .contains("ask.example is no longer ours")
                .doesNotContain("Really?");
    }

    /** Typed into a terminal of its own; what it shows is all of it, answers and errors. */
    private static Run atTerminal(String typed, String... words) throws Exception {
        String command = Distribution.command() + " " + String.join(" ", words) + " --home " + home;
        return Run.of(List.of("script", "-qec", command, "/dev/null"), typed);
    }

    @Test
    void whatIsNotThereIsNamedWithWhatThereIs() throws Exception {
        assertThat(refused(1, "log", "--service", "nosuch")).contains("'nosuch'", "core.net");
        assertThat(refused(1, "trace", "ZZZ")).contains("nothing is recorded of ZZZ", "30 days");
        assertThat(refused(1, "account", "list", "nosuch.example")).contains("domain list");
        assertThat(ok("config", "show", "core.queue")).contains("lifetimeHours");
        assertThat(refused(1, "config", "set", "core.queue", "lifetimeHours=0")).contains("may be 1 to ");
        assertThat(ok("completion", "names", "settings", "org.posthouse.core.queue"))
                .contains("lifetimeHours=");
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
    void anAliasIsNotReplacedUnasked() throws Exception {
        ok("alias", "add", "info@school.edu", "kate@school.edu");
        assertThat(refused(1, "alias", "add", "info@school.edu", "ron@example.com"))
                .contains("stands for kate@school.edu already", "--replace");
        ok("alias", "add", "info@school.edu", "ron@example.com", "--replace");
        assertThat(ok("alias", "list", "--json")).contains("\"targets\" : [ \"ron@example.com\" ]");
        ok("alias", "remove", "info@school.edu");
        assertThat(refused(1, "alias", "remove", "info@school.edu")).contains("alias list");
        assertThat(refused(2, "alias", "add", "info@school.edu")).contains("usage:");
    }

    @Test
    void aForwardIsSetShownExplainedAndCleared() throws Exception {
        ok("forward", "set", "postmaster@school.edu", "ron@example.com", "far@elsewhere.invalid", "--keep-copy");
        assertThat(ok("account", "show", "postmaster@school.edu", "--json"))
                .contains("\"targets\" : [ \"ron@example.com\", \"far@elsewhere.invalid\" ]", "\"keepCopy\" : true");
        assertThat(ok("trace", "--explain", "postmaster@school.edu"))
                .contains("a copy stays", "  ron@example.com: ", "Mail for elsewhere.invalid: ");
        assertThat(ok("trace", "--explain", "postmaster@school.edu", "--json"))
                .contains("\"kind\" : \"forward\"", "\"ways\"");
        ok("forward", "clear", "postmaster@school.edu");
        assertThat(ok("account", "show", "postmaster@school.edu", "--json")).contains("\"forward\" : { }");
        assertThat(refused(1, "forward", "clear", "postmaster@school.edu")).contains("is not sent on");
        assertThat(refused(1, "forward", "set", "nobody@school.edu", "ron@example.com"))
                .contains("account list");
        assertThat(refused(2, "forward", "set", "kate@school.edu", "kate@school.edu"))
                .contains("--keep-copy");
        assertThat(refused(2, "trace", "--explain", "nobody")).contains("no mail address");
    }

    @Test
    void aFixedRouteIsSetListedAndCleared() throws Exception {
        ok("route", "set", "Books.invalid", "relay.invalid:2525");
        assertThat(ok("route", "list")).contains("books.invalid", "relay.invalid:2525", "may");
        assertThat(withPassword("secret word", "route", "set", "*", "[::1]:587", "--user", "us")
                        .status())
                .isZero();
        assertThat(ok("route", "list", "--json"))
                .contains("\"domain\" : \"*\"", "\"host\" : \"::1\"", "\"port\" : 587", "\"tls\" : \"must\"")
                .doesNotContain("secret word");
        assertThat(Files.readString(home.resolve("log/audit.log"))).doesNotContain("secret word");
        assertThat(ok("trace", "--explain", "x@anywhere.invalid")).contains("fixed route of all domains", "[::1]:587");
        ok("route", "clear", "*");
        ok("route", "clear", "Books.invalid");
        assertThat(ok("route", "list")).contains("as DNS says");
        assertThat(refused(1, "route", "clear", "*")).contains("route list");
        assertThat(refused(2, "route", "set", "a.invalid", "host:port")).contains("HOST:PORT");
        assertThat(refused(2, "route", "set", "a.invalid", "host", "--tls", "often"))
                .contains("none, may, must");
    }

    @Test
    void theQueueIsSummedUpAndNothingIsDoneUnasked() throws Exception {
        assertThat(ok("queue", "summary")).isNotBlank();
        assertThat(ok("queue", "summary", "--json")).contains("\"mails\"", "\"domains\"");
        assertThat(ok("queue", "list", "--state", "held", "--json")).startsWith("[");
        assertThat(refused(2, "queue", "delete")).contains("--all");
        assertThat(refused(2, "queue", "list", "--state", "lost")).contains("active, deferred, held");
        assertThat(refused(1, "queue", "show", "nosuch")).contains("posthouse trace nosuch");
        assertThat(refused(1, "queue", "retry", "nosuch")).startsWith("posthouse: ");
    }

    @Test
    void connectionsAreListedAndEnded() throws Exception {
        try (Imap imap = server.imap("kate@school.edu")) {
            imap.ok("NOOP");
            assertThat(ok("connections", "--user", "kate@school.edu")).contains("imap", "kate@school.edu");
            assertThat(ok("connections", "--json")).contains("\"user\" : \"kate@school.edu\"", "\"since\"");
            ok("connections", "close", "--user", "kate@school.edu");
            org.awaitility.Awaitility.await()
                    .until(() -> ok("connections", "--user", "kate@school.edu").contains("Nobody"));
        }
        assertThat(refused(1, "connections", "close", "nosuch")).contains("posthouse connections");
        assertThat(refused(2, "connections", "close")).contains("--user");
    }

    @Test
    void logsAreShownFilteredAndFollowed() throws Exception {
        assertThat(ok("log", "--service", "core.net")).contains("core.net.Door").doesNotContain("core.derby");
        assertThat(ok("log", "--lines", "1", "--json")).contains("\"time\"", "\"service\"", "\"text\"");
        Process follower = new ProcessBuilder(
                        Distribution.command().toString(), "log", "--follow", "--lines", "0", "--home", home.toString())
                .redirectOutput(home.resolve("followed.txt").toFile())
                .start();
        try {
            // Whoever begins to follow is not there at once: something happens until he has seen some of it.
            org.awaitility.Awaitility.await().until(() -> {
                relayReply();
                return Files.readString(home.resolve("followed.txt")).contains("refused");
            });
        } finally {
            follower.destroy();
        }
        assertThat(refused(2, "log", "--follow", "--json")).contains("--follow");
        assertThat(refused(2, "log", "--lines", "all")).contains("no number");
    }

    @Test
    void healthTellsWhatEachCheckFound() throws Exception {
        Run health = server.posthouse("health", "--json");
        assertThat(health.status()).isIn(0, 4);
        assertThat(health.out()).contains("\"well\"", "\"checks\"");
        assertThat(server.posthouse("health").out()).contains("CHECK", "STATE");
        Path broken = Files.writeString(home.resolve("etc/org.example.none.config"), "count=\"I7");
        String told = "etc/org.example.none.config line 1";
        await().atMost(Duration.ofMinutes(3))
                .until(() -> server.posthouse("health").out().contains(told));
        Files.delete(broken);
        await().atMost(Duration.ofMinutes(3))
                .until(() -> !server.posthouse("health").out().contains(told));
        assertThat(refused(2, "health", "now")).contains("usage:");
    }

    @Test
    void whatWasChangedIsListed() throws Exception {
        ok("config", "set", "org.posthouse.core.router", "subaddressSeparators=-+");
        assertThat(ok("config", "changed")).contains("org.posthouse.core.router", "subaddressSeparators", "-+");
        assertThat(ok("config", "changed", "--json")).contains("\"values\" : [ \"-+\" ]", "\"troubles\" : [ ]");
        ok("config", "reset", "org.posthouse.core.router");
        assertThat(refused(1, "config", "set", "org.posthouse.nosuch", "a=b")).contains("no settings");
        assertThat(refused(2, "config", "set", "org.posthouse.core.router", "a"))
                .contains("KEY=VALUE");
    }

    @Test
    void aChangeOfSettingsIsRememberedAndTakenBack() throws Exception {
        String queue = "org.posthouse.core.queue";
        ok("config", "set", queue, "postmaster=keeper@school.edu");
        ok("config", "set", queue, "postmaster=kate@school.edu");
        assertThat(ok("config", "history", queue)).contains("command", "keeper@school.edu → kate@school.edu");
        String json = ok("config", "history", queue, "--json");
        String last = json.replaceFirst("(?s).*?\"id\" : (\\d+).*", "$1");
        assertThat(ok("config", "undo", last)).contains("postmaster");
        assertThat(ok("config", "show", queue)).contains("keeper@school.edu").doesNotContain("kate@school.edu");
        ok("config", "reset", queue);
        assertThat(refused(1, "config", "undo", last)).contains("changed since");
        assertThat(refused(1, "config", "undo", "987654")).contains("config history");
    }

    @Test
    void aCertificateIsRequestedInstalledAndServedAtOnce() throws Exception {
        Path request = home.resolve("mail.csr");
        assertThat(ok("cert", "request", request.toString(), "--name", "mail.school.edu"))
                .contains("cert install");
        assertThat(Files.readString(request)).contains("BEGIN CERTIFICATE REQUEST");
        String before = ok("cert", "show", "--json");
        Path certificate = home.resolve("data/tls/certificate.pem");
        Path copy = Files.copy(certificate, home.resolve("copy.pem"));
        assertThat(ok("cert", "install", copy.toString(), "--json")).contains("\"selfSigned\" : true");
        assertThat(ok("cert", "show", "--json")).isEqualTo(before);
        Path rubbish = Files.writeString(home.resolve("rubbish.pem"), "rubbish");
        assertThat(refused(1, "cert", "install", rubbish.toString())).startsWith("posthouse: ");
        assertThat(refused(1, "cert", "install", "/nonexistent.pem", "/nonexistent.key"))
                .contains("there is no file");
        assertThat(ok("cert", "show", "--json")).isEqualTo(before);
    }

    @Test
    void mailIsFoundMovedAndRemovedBeforeTheEyesOfAClient() throws Exception {
        String ron = "ron@example.com";
        ok("mailbox", "create", ron, "Bills");
        try (Imap imap = server.imap(ron)) {
            for (String subject : List.of("first bill", "second bill", "hay")) {
                String mail = "From: kate@school.edu\r\nSubject: " + subject + "\r\n\r\nbody\r\n";
                assertThat(imap.append("INBOX", mail.getBytes(StandardCharsets.UTF_8))
                                .ok())
                        .isTrue();
            }
            imap.ok("SELECT INBOX");
            assertThat(ok("mail", "search", ron, "FROM", "kate", "SUBJECT", "second bill", "--json"))
                    .contains("\"subject\" : \"second bill\"", "\"mailbox\" : \"INBOX\"")
                    .doesNotContain("first bill");
            assertThat(ok("mail", "move", ron, "SUBJECT bill", "--to", "Bills", "--dry-run"))
                    .contains("2 messages would be moved to Bills: 2 in INBOX");
            assertThat(ok("mail", "move", ron, "SUBJECT bill", "--to", "Bills")).contains("2 messages moved");
            assertThat(imap.ok("NOOP").untagged()).anyMatch(line -> line.contains("EXPUNGE"));
            assertThat(ok("mailbox", "list", ron, "--json")).contains("\"name\" : \"Bills\"", "\"messages\" : 2");
            ok("mailbox", "rename", ron, "Bills", "Paid");
            assertThat(refused(1, "mailbox", "remove", ron, "Paid")).contains("--with-mail");
            assertThat(ok("mail", "expunge", ron, "ALL", "--mailbox", "Paid", "--json"))
                    .contains("\"messages\" : 2");
            ok("mailbox", "remove", ron, "Paid");
            assertThat(imap.ok("LIST \"\" *").untagged()).noneMatch(line -> line.contains("Paid"));
        }
        assertThat(ok("mail", "search", ron, "SUBJECT bill")).contains("Nothing was found");
        assertThat(refused(1, "mail", "search", ron, "SUBJEKT bill")).contains("no search");
        assertThat(refused(1, "mailbox", "create", ron, "INBOX")).contains("already");
        assertThat(refused(2, "mail", "move", ron, "ALL")).contains("--to");
        assertThat(refused(1, "mail", "expunge", ron, "ALL", "--mailbox", "Nowhere"))
                .contains("mailbox list");
    }

    @Test
    void aCheckSaysWhatIsWrongAndWhatToPublish() throws Exception {
        Run check = server.posthouse("check", "--json");
        assertThat(check.status()).as(check.err()).isEqualTo(4);
        assertThat(check.out())
                .contains("\"area\" : \"certificate\"", "\"area\" : \"disk\"", "\"area\" : \"ports\"", "\"records\"")
                .contains("\"name\" : \"school.edu.\"", "\"type\" : \"MX\"", "demonstration");
        assertThat(server.posthouse("check").out()).contains("STATE", "Records for DNS:");
        String queue = "org.posthouse.core.queue";
        ok("config", "set", queue, "hostName=other.example");
        ok("config", "set", "org.posthouse.protocol.smtp", "hostName=mail.school.edu");
        assertThat(server.posthouse("check").out()).contains("other.example");
        assertThat(ok("setup", "--host", "mail.school.edu")).contains("mail.school.edu", "set");
        assertThat(ok("config", "show", queue)).contains("mail.school.edu");
        assertThat(ok("setup", "--json")).contains("\"kept\"").doesNotContain("\"set\"");
        for (String part : List.of("core.queue", "core.pipeline", "core.crypto", "protocol.smtp", "delivery.smtp")) {
            ok("config", "reset", "org.posthouse." + part);
        }
        // What stands on these was made anew.
        await().until(() -> ok("status", "--json").contains("\"state\" : \"up\",\n  \"since\""));
    }

    @Test
    void completionLiesInTheDistributionAsTheCommandPrintsIt() throws Exception {
        Path folder = Distribution.command().resolveSibling("../etc/completion");
        assertThat(ok("completion", "bash")).isEqualTo(Files.readString(folder.resolve("posthouse.bash")));
        assertThat(ok("completion", "zsh")).isEqualTo(Files.readString(folder.resolve("_posthouse")));
        Path manual = Distribution.command().resolveSibling("../share/man/man1/posthouse.1");
        assertThat(ok("completion", "man")).isEqualTo(Files.readString(manual)).contains(".SS \"queue list");
        assertThat(refused(2, "completion", "fish")).contains("completion bash");
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
