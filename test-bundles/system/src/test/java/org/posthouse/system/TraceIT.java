package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of mails as an administrator is told it: who decided what, where each went, and who took it away. */
final class TraceIT {
    /** The fields of the contract, in their order, of one step. */
    private static final Pattern STEP = Pattern.compile(
            "\"time\" : \"[^\"]+Z\",\\s+\"stage\" : \"([^\"]+)\".*?"
                    + "\"plugin\" : \"([^\"]+)\",\\s+\"version\" : \"([^\"]*)\",\\s+\"config\" : \"([^\"]*)\","
                    + "\\s+\"verdict\" : \"(.*?)\",\\s+\"reply\" : \"(.*?)\",\\s+\"micros\" : (\\d+)",
            Pattern.DOTALL);

    private static final int FLOODERS = 80;
    private static final int REFUSALS = 80;

    @TempDir
    static Path home;

    private static Server server;
    private static String moved;
    private static String fetched;

    /** One mail is moved to Trash and expunged there by IMAP, another deleted by POP3; beside the first a recipient is refused. */
    @BeforeAll
    static void live() throws Exception {
        server = Server.demo(home);
        moved = send("moved@example.com", "nobody@school.edu");
        fetched = send("fetched@example.com");
        try (Imap imap = server.imap("kate@school.edu")) {
            imap.ok("SELECT INBOX");
            String first = String.join(
                    "",
                    imap.ok("UID SEARCH HEADER Message-ID moved@example.com").untagged());
            String uid = first.replaceAll("\\D", "");
            imap.ok("UID MOVE " + uid + " Trash");
            imap.ok("SELECT Trash");
            imap.ok("STORE 1:* +FLAGS (\\Deleted)");
            imap.ok("EXPUNGE");
        }
        try (Pop3 pop3 = new Pop3(server.port(110))) {
            assertThat(pop3.login("kate@school.edu")).startsWith("+OK");
            pop3.lines("RETR 1");
            pop3.ok("DELE 1");
            pop3.ok("QUIT");
        }
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static String send(String messageId, String... refused) throws Exception {
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO far.example");
            smtp.expect("250", "MAIL FROM:<ron@far.example>");
            for (String address : refused) {
                smtp.expect("550", "RCPT TO:<" + address + ">");
            }
            smtp.expect("250", "RCPT TO:<kate@school.edu>");
            smtp.expect("354", "DATA");
            String reply = smtp.ask("Message-ID: <" + messageId + ">\r\n\r\nHello.\r\n.");
            assertThat(reply).startsWith("250");
            String id = reply.substring(reply.lastIndexOf(' ') + 1);
            await().until(() -> trace(id).stream().anyMatch(step -> step.startsWith("delivered ")));
            return id;
        }
    }

    /** {@code stage plugin version verdict} of each step. */
    private static List<String> trace(String... words) throws Exception {
        Run run =
                server.posthouse(Stream.concat(Stream.of("trace"), Stream.concat(Stream.of(words), Stream.of("--json")))
                        .toArray(String[]::new));
        assertThat(run.status()).as(run.err()).isZero();
        return STEP.matcher(run.out())
                .results()
                .map(step -> step.group(1) + " " + step.group(2) + " " + step.group(3) + " " + step.group(5))
                .toList();
    }

    private static void isTheLifeOfTheMovedOne(List<String> steps) {
        assertThat(steps)
                .anyMatch(step -> step.startsWith("recipient org.posthouse.filter.access "))
                .anyMatch(step -> step.startsWith("refused org.posthouse.core.pipeline ") && step.endsWith(" nobody"))
                .anyMatch(step -> step.startsWith("accepted org.posthouse.core.pipeline "))
                .anyMatch(step -> step.startsWith("delivered org.posthouse.delivery.local "))
                .anyMatch(step -> step.startsWith("stored org.posthouse.store." + Server.STORE + " ")
                        && step.contains("in INBOX as UID "))
                .anyMatch(step -> step.startsWith("moved ")
                        && step.contains(" to Trash UID 1, by kate@school.edu over imap from 127.0.0.1"))
                .anyMatch(step -> step.startsWith("flagged ") && step.contains("Trash UID 1, by kate@school.edu"));
        assertThat(steps.get(steps.size() - 1))
                .startsWith("expunged ")
                .contains("Trash UID 1, by kate@school.edu over imap from 127.0.0.1");
    }

    @Test
    void aMailIsFollowedToItsEndByEachKey() throws Exception {
        List<String> byId = trace(moved);
        isTheLifeOfTheMovedOne(byId);
        assertThat(byId).as("a mail of its own connection").noneMatch(step -> step.contains("pop3"));
        assertThat(byId).as("versions").noneMatch(step -> step.contains("  "));
        isTheLifeOfTheMovedOne(trace("--message", "moved@example.com"));
        isTheLifeOfTheMovedOne(trace("moved@example.com"));
        assertThat(trace("--address", "kate@school.edu"))
                .anyMatch(step -> step.startsWith("expunged ") && step.contains("over pop3 from 127.0.0.1"))
                .anyMatch(step -> step.startsWith("expunged ") && step.contains("over imap from 127.0.0.1"));
        assertThat(trace("--client", "127.0.0.1")).containsAll(byId);
        assertThat(trace("--client", "far.example")).containsAll(byId);
    }

    @Test
    void whoFetchesAndDeletesByPop3IsNamed() throws Exception {
        List<String> steps = trace(fetched);
        assertThat(steps.get(steps.size() - 2))
                .startsWith("fetched org.posthouse.protocol.pop3 ")
                .contains("INBOX UID ", ", by kate@school.edu over pop3 from 127.0.0.1");
        assertThat(steps.get(steps.size() - 1))
                .startsWith("expunged ")
                .contains("INBOX UID ", ", by kate@school.edu over pop3 from 127.0.0.1");
    }

    @Test
    void whatAClientPutsIntoAMailboxIsFoundToo() throws Exception {
        try (Imap imap = server.imap("kate@school.edu")) {
            byte[] message = "Message-ID: <sent@school.edu>\r\nFrom: kate@school.edu\r\nTo: ann@far.example\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);
            assertThat(imap.append("Sent", message).ok()).isTrue();
            imap.ok("SELECT Sent");
            imap.ok("COPY 1 Archive");
        }
        assertThat(trace("--message", "sent@school.edu"))
                .anyMatch(step -> step.startsWith("appended ") && step.contains("in Sent as UID 1, by kate@school.edu"))
                .anyMatch(step -> step.startsWith("copied ") && step.contains("Sent UID 1 to Archive UID 1"));
        assertThat(trace("--address", "ann@far.example")).hasSize(2);
    }

    @Test
    void stepsNameTheConfigurationTheyWereTakenBy() throws Exception {
        assertThat(server.posthouse("relay", "allow", "192.0.2.0/24").status()).isZero();
        await().until(() -> {
            String out = server.posthouse("trace", send("configured@example.com"), "--json")
                    .out();
            return STEP.matcher(out)
                    .results()
                    .anyMatch(step -> step.group(2).equals("org.posthouse.filter.access")
                            && step.group(4).matches("[0-9a-f]{8}"));
        });
    }

    @Test
    void whatWasWrittenIsThereAfterTheServerWasKilled() throws Exception {
        String id = send("killed@example.com");
        List<String> before = trace(id);
        server.killHard();
        server.again();
        assertThat(trace(id)).isEqualTo(before);
    }

    /** Not a step is lost while those who take them and the one who writes them are replaced under mail. */
    @Test
    void theRecordStaysWhilePipelineAndTraceAreReplaced() throws Exception {
        Swaps swaps = new Swaps(server);
        AtomicBoolean done = new AtomicBoolean();
        Set<String> accepted = ConcurrentHashMap.newKeySet();
        CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> sendUntil(done, accepted));
        String former = trace(moved).get(0);
        for (String name : List.of("org.posthouse.core.pipeline", "org.posthouse.core.trace")) {
            Path jar = swaps.made(name, "9.0.0");
            int before = accepted.size();
            await().until(() -> accepted.size() > before + 2);
            swaps.update(name, jar);
            int after = accepted.size();
            await().until(() -> accepted.size() > after + 2);
        }
        done.set(true);
        sender.join();
        assertThat(trace(moved)).contains(former);
        await().untilAsserted(() -> {
            String all = server.posthouse("trace", "--client", "swap.example", "--limit", "100000", "--json")
                    .out();
            assertThat(withStage(all, "accepted")).containsAll(accepted);
            assertThat(withStage(all, "stored")).containsAll(accepted);
            assertThat(withStage(all, "delivered")).containsAll(accepted);
        });
        assertThat(trace("--client", "swap.example"))
                .anyMatch(step -> step.startsWith("accepted org.posthouse.core.pipeline 9.0.0 "));
    }

    private static void sendUntil(AtomicBoolean done, Set<String> accepted) {
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO swap.example");
            while (!done.get()) {
                // The pipeline may put mail off while it is replaced.
                boolean open = smtp.ask("MAIL FROM:<ron@far.example>").startsWith("250")
                        && smtp.ask("RCPT TO:<ron@example.com>").startsWith("250")
                        && smtp.ask("DATA").startsWith("354");
                String reply = smtp.ask(open ? "Subject: swap\r\n\r\n." : "RSET");
                if (open && reply.startsWith("250")) {
                    accepted.add(reply.substring(reply.lastIndexOf(' ') + 1));
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> withStage(String json, String stage) {
        return Pattern.compile("\"stage\" : \"" + stage + "\",\\s+\"queueId\" : \"([^\"]+)\"")
                .matcher(json)
                .results()
                .map(step -> step.group(1))
                .collect(Collectors.toSet());
    }

    /** More of them than there is room for, by many clients. */
    @Test
    void aFloodOfRefusalsLeavesTheLifeOfMail() throws Exception {
        List<String> before = trace(moved);
        keep(1);
        try {
            for (int client = 0; client < FLOODERS; client++) {
                flood("127.0.0." + (client + 2), "flood" + client + ".example");
            }
            assertThat(trace(moved)).isEqualTo(before);
            assertThat(trace("--client", "flood" + (FLOODERS - 1) + ".example")).hasSizeGreaterThan(REFUSALS);
            assertThat(trace("--client", "flood0.example")).isEmpty();
            try (Stream<Path> files = Files.list(server.home().resolve("data/trace"))) {
                assertThat(files.mapToLong(file -> file.toFile().length()).sum())
                        .isLessThan(1 << 20);
            }
        } finally {
            keep(256);
        }
    }

    private static void keep(int megabytes) throws Exception {
        Run run = server.posthouse("config", "set", "org.posthouse.core.trace", "megabytes=" + megabytes);
        assertThat(run.status()).as(run.err()).isZero();
    }

    private static void flood(String from, String name) throws IOException {
        try (Smtp smtp = Smtp.from(from, server.port(25))) {
            smtp.expect("250", "EHLO " + name);
            smtp.expect("250", "MAIL FROM:<ron@far.example>");
            smtp.send(IntStream.range(0, REFUSALS)
                    .mapToObj(i -> "RCPT TO:<nobody" + i + "@school.edu>\r\n")
                    .collect(Collectors.joining()));
            for (int i = 0; i < REFUSALS; i++) {
                assertThat(smtp.reply()).startsWith("550");
            }
        }
    }

    @Test
    void aTableFitsTheTerminalAndNothingFoundSaysHowLongThingsAreKept() throws Exception {
        Run run = server.posthouse("trace", moved);
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("moved", "expunged", "nobody@school.edu: nobody: 550 5.1.1");
        assertThat(server.posthouse("trace", moved, "--long").out())
                .contains(
                        "Mail " + moved + ": from ron@far.example, to kate@school.edu, Message-ID <moved@example.com>",
                        "HELO far.example, via MX",
                        "by org.posthouse.filter.access ",
                        "    550 5.1.1 ");
        assertThat(server.posthouse("trace", "NOSUCH").err()).contains("kept for 30 days", "256.0M");
        assertThat(trace(moved, "--since", "1h")).isEqualTo(trace(moved));
        assertThat(trace(moved, "--since", "2999-01-01T00:00:00Z")).isEmpty();
        assertThat(server.posthouse("trace", moved, "--since", "soon").status()).isEqualTo(2);
    }
}
