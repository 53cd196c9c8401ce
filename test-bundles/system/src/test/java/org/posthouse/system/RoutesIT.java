package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where mail goes: in by SMTP, out by IMAP, with what an administrator has said in between. */
final class RoutesIT {
    private static final String KATE = "kate@school.edu";
    private static final String RON = "ron@example.com";

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

    private static String rcpt(String to) throws IOException {
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            smtp.expect("250", "MAIL FROM:<" + RON + ">");
            return smtp.ask("RCPT TO:<" + to + ">");
        }
    }

    private static void send(String to, String subject) throws IOException {
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            assertThat(smtp.mail(RON, to, "From: " + RON + "\r\nSubject: " + subject + "\r\n\r\nHello\r\n"))
                    .startsWith("250");
        }
    }

    /** All mails of a user, once none is under way any more. */
    private static List<String> mails(String user) throws Exception {
        await().until(() -> ok("queue", "list", "--json").strip().equals("[ ]"));
        try (Imap imap = server.imap(user)) {
            imap.ok("EXAMINE INBOX");
            return imap.count("INBOX") == 0
                    ? List.of()
                    : imap.ok("FETCH 1:* (BODY.PEEK[])").untagged();
        }
    }

    private static List<String> found(String user, String subject) throws Exception {
        return mails(user).stream()
                .filter(mail -> mail.contains("\r\nSubject: " + subject + "\r\n"))
                .toList();
    }

    @Test
    void furtherAddressesAndSubaddressesReachTheirOwner() throws Exception {
        ok("alias", "add", "catherine@school.edu", KATE);
        send("Catherine@school.edu", "further");
        assertThat(found(KATE, "further")).singleElement().asString().contains("Delivered-To: " + KATE);
        send("kate+lists@school.edu", "subaddress");
        assertThat(found(KATE, "subaddress"))
                .singleElement()
                .asString()
                .contains("Delivered-To: kate+lists@school.edu");
        ok("alias", "add", "kate+ron@school.edu", RON);
        send("kate+ron@school.edu", "exact");
        assertThat(found(RON, "exact")).hasSize(1);
        assertThat(found(KATE, "exact")).isEmpty();
    }

    @Test
    void aUserSendsUnderAllHisAddressesAndNoOthers() throws Exception {
        ok("alias", "add", "the-cat@school.edu", KATE);
        try (Smtp smtp = new Smtp(server.port(587))) {
            smtp.expect("250", "EHLO client.example");
            byte[] plain = ("\0" + KATE + "\0posthouse").getBytes(StandardCharsets.US_ASCII);
            smtp.expect("235", "AUTH PLAIN " + Base64.getEncoder().encodeToString(plain));
            for (String own : List.of(KATE, "kate+shop@school.edu", "the-cat@school.edu")) {
                smtp.expect("250", "MAIL FROM:<" + own + ">");
                smtp.expect("250", "RSET");
            }
            assertThat(smtp.ask("MAIL FROM:<" + RON + ">")).startsWith("553 5.7.1");
        }
    }

    @Test
    void whatNamesAnAccountFollowsItAndKeepsItFromBeingRemoved() throws Exception {
        ok("alias", "add", "principal@school.edu", "admin@school.edu");
        ok("forward", "set", "postmaster@example.com", "admin@school.edu", "--keep-copy");
        try {
            ok("account", "rename", "admin@school.edu", "head@school.edu");
            send("principal@school.edu", "renamed");
            assertThat(found("head@school.edu", "renamed")).hasSize(1);
            Run refused = server.posthouse("account", "remove", "head@school.edu");
            assertThat(refused.status()).isNotZero();
            assertThat(refused.err()).contains("principal@school.edu", "postmaster@example.com", "change that");
        } finally {
            ok("account", "rename", "head@school.edu", "admin@school.edu");
            ok("forward", "clear", "postmaster@example.com");
        }
    }

    @Test
    void aDomainOfOtherLettersIsReachedByTheNameTheWireHas() throws Exception {
        Path table = Files.writeString(
                home.resolve("books.csv"), "address,password,name,quota\nb@b\u00fccher.example,posthouse,B,1G\n");
        ok("domain", "add", "xn--bcher-kva.example");
        ok("account", "import", table.toString());
        send("b@XN--bcher-kva.example", "books");
        assertThat(found("b@xn--bcher-kva.example", "books")).hasSize(1);
    }

    @Test
    void aCatchAllTakesWhatNobodyElseHasAsLongAsThereIsOne() throws Exception {
        assertThat(rcpt("whoever@example.com")).startsWith("550 5.1.1");
        ok("alias", "add", "*@example.com", KATE);
        send("whoever@example.com", "caught");
        assertThat(found(KATE, "caught")).singleElement().asString().contains("Delivered-To: " + KATE);
        send(RON, "not caught");
        assertThat(found(RON, "not caught")).hasSize(1);
        assertThat(found(KATE, "not caught")).isEmpty();
        ok("alias", "remove", "*@example.com");
        assertThat(rcpt("whoever@example.com")).startsWith("550 5.1.1");
    }

    @Test
    void aDomainCanHaveTheUsersOfAnother() throws Exception {
        ok("domain", "add", "school.example");
        ok("alias", "add", "*@school.example", "*@school.edu");
        send("kate+old@school.example", "other domain");
        assertThat(found(KATE, "other domain")).hasSize(1);
        assertThat(rcpt("nobody@school.example")).startsWith("550 5.1.1");
    }

    @Test
    void s23AliasesThatPointToEachOtherTakeNoMailUntilThereIsAWayOut() throws Exception {
        ok("alias", "add", "ping@school.edu", "pong@school.edu");
        ok("alias", "add", "pong@school.edu", "ping@school.edu");
        assertThat(rcpt("ping@school.edu")).startsWith("550 5.4.6");
        assertThat(rcpt("pong+x@school.edu")).startsWith("550 5.4.6");
        ok("alias", "add", "team@school.edu", "ping@school.edu", KATE, "pong@school.edu");
        send("team@school.edu", "some of them");
        assertThat(found(KATE, "some of them")).hasSize(1);
        assertThat(mails(RON)).anyMatch(report -> report.contains("5.4.6") && report.contains("<team@school.edu>"));
        ok("alias", "add", "pong@school.edu", "ping@school.edu", KATE, "--replace");
        send("ping@school.edu", "a way out");
        assertThat(found(KATE, "a way out")).hasSize(1);
    }

    @Test
    void aForwardGoesOnWithAndWithoutACopyUntilItIsCleared() throws Exception {
        ok("forward", "set", "postmaster@example.com", KATE, "--keep-copy");
        send("postmaster+x@example.com", "with a copy");
        assertThat(found(KATE, "with a copy")).hasSize(1);
        assertThat(found("postmaster@example.com", "with a copy")).hasSize(1);
        ok("forward", "set", "postmaster@example.com", KATE, "kate+again@school.edu");
        send("postmaster@example.com", "without a copy");
        assertThat(found(KATE, "without a copy")).hasSize(1);
        assertThat(found("postmaster@example.com", "without a copy")).isEmpty();
        ok("forward", "clear", "postmaster@example.com");
        send("postmaster@example.com", "cleared");
        assertThat(found(KATE, "cleared")).isEmpty();
        assertThat(found("postmaster@example.com", "cleared")).hasSize(1);
    }

    @Test
    void s23ForwardsThatPointToEachOtherKeepWhatAtLeastOneOfThemKeeps() throws Exception {
        String school = "postmaster@school.edu";
        String admin = "admin@school.edu";
        ok("forward", "set", school, admin);
        ok("forward", "set", admin, school);
        assertThat(rcpt(school)).startsWith("550 5.4.6");
        assertThat(ok("trace", "--explain", school))
                .contains("forward of admin@school.edu, no copy stays", "goes in a circle", "leads back to itself");
        ok("forward", "set", admin, school, "--keep-copy");
        send(school, "kept by one");
        assertThat(found(admin, "kept by one")).hasSize(1);
        assertThat(found(school, "kept by one")).isEmpty();
        Run itself = server.posthouse("forward", "set", admin, admin);
        assertThat(itself.status()).isNotZero();
        assertThat(itself.err()).contains("copy");
        ok("forward", "clear", admin);
        ok("forward", "clear", school);
    }

    @Test
    void anExplanationNamesEachStep() throws Exception {
        ok("alias", "add", "teachers@school.edu", "kate+class@school.edu", "teacher@elsewhere.example");
        assertThat(ok("trace", "--explain", "teachers@school.edu"))
                .contains(
                        "alias of school.edu",
                        "subaddress of kate@school.edu",
                        "mailbox of kate@school.edu",
                        "elsewhere.example is no domain of ours");
        assertThat(ok("trace", "--explain", "nobody@school.edu"))
                .contains("no account, alias or catch-all of school.edu has this address");
    }

    @Test
    void s23AForwardThatComesBackIsDeliveredOnceAndReported() throws Exception {
        try (ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ok("route", "set", "elsewhere.example", "127.0.0.1:" + door.getLocalPort(), "--tls", "none");
            ok("forward", "set", "admin@school.edu", "admin@elsewhere.example", "--keep-copy");
            Future<String> there = CompletableFuture.supplyAsync(() -> takeMail(door));
            send("admin@school.edu", "there and back");
            String sentOn = there.get(3, TimeUnit.MINUTES);
            assertThat(sentOn).startsWith("Delivered-To: admin@school.edu\r\n").contains("Subject: there and back");
            try (Smtp smtp = server.smtp()) {
                smtp.expect("250", "EHLO client.example");
                assertThat(smtp.mail(RON, "admin@school.edu", "Received: from elsewhere\r\n" + sentOn))
                        .startsWith("250");
            }
            assertThat(found("admin@school.edu", "there and back")).hasSize(1);
            assertThat(mails(RON))
                    .anyMatch(report -> report.contains("5.4.6") && report.contains("<admin@school.edu>"));
        } finally {
            ok("forward", "clear", "admin@school.edu");
            ok("route", "clear", "elsewhere.example");
        }
    }

    /** One mail by SMTP, as another host takes it; its octets. */
    private static String takeMail(ServerSocket door) {
        try (Socket socket = door.accept()) {
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            say(socket, "220 elsewhere.example");
            for (String line = lines.readLine(); !line.equals("DATA"); line = lines.readLine()) {
                say(socket, "250 fine");
            }
            say(socket, "354 go on");
            StringBuilder mail = new StringBuilder();
            for (String line = lines.readLine(); !line.equals("."); line = lines.readLine()) {
                mail.append(line).append("\r\n");
            }
            say(socket, "250 taken");
            return mail.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void say(Socket socket, String reply) throws IOException {
        socket.getOutputStream().write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
}
