package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a disk of 64 MiB: mail is refused before anything is damaged, reading goes on, and what was acknowledged is there once. */
final class FullDiskIT {
    private static final String KATE = "kate@school.edu";
    private static final int MOST = 3000;
    private static final byte[] LARGE =
            ("Subject: one more\r\n\r\n" + "z".repeat(70) + "\r\n").repeat(1400).getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path home;

    private Thread lastResort;

    /** The file system is taken away again however this ends. */
    @BeforeEach
    void mount() throws Exception {
        List<String> mount = List.of("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", home.toString());
        assumeTrue(run(mount), "file systems may not be mounted here: only root may");
        lastResort = new Thread(this::takeAway, "full-disk-unmount");
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    @AfterEach
    void unmount() {
        if (lastResort != null) {
            takeAway();
            Runtime.getRuntime().removeShutdownHook(lastResort);
        }
    }

    /** Even if somebody still has a file of it open. */
    private void takeAway() {
        boolean gone = run(List.of("umount", home.toString())) || run(List.of("umount", "-l", home.toString()));
        assertThat(gone).isTrue();
    }

    private static boolean run(List<String> command) {
        try {
            return Run.of(command, "").status() == 0;
        } catch (IOException e) {
            // There is no such program.
            return false;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aFullDiskRefusesMailGoesOnReadingAndTakesMailAgainWhenThereIsRoom() throws Exception {
        try (Server server = Server.demo(home)) {
            server.posthouse("config", "set", "org.posthouse.core.queue", "firstRetrySeconds=1");
            Set<Integer> acknowledged = new HashSet<>();
            fill(server, acknowledged);
            assertThat(acknowledged).hasSizeGreaterThan(50);
            whileItIsFull(server, acknowledged);
            fetchAndDelete(server).ifPresent(acknowledged::remove);
            assertThat(run(List.of("mount", "-o", "remount,size=160m", home.toString())))
                    .isTrue();
            await().atMost(Duration.ofMinutes(3)).until(() -> send(server, MOST).startsWith("250"));
            acknowledged.add(MOST);
            await().atMost(Duration.ofMinutes(3)).until(() -> {
                try (Imap kate = server.imap(KATE)) {
                    return kate.append("INBOX", LARGE).ok();
                }
            });
            SwapUnderLoadIT.awaitEmptyQueue(server);
            assertThat(Delivered.of(server, List.of(KATE)).copies())
                    .hasSize(acknowledged.size())
                    .allSatisfy((number, copies) ->
                            assertThat(copies).as("copies of " + number).hasSize(1))
                    .containsOnlyKeys(acknowledged.toArray(Integer[]::new));
            assertThat(server.terminate()).isZero();
        }
    }

    /** A sixth of all stays, spread over everything that was written. */
    @Test
    void roomComesBackByItselfWhenMailIsDeletedAndAServerStartsOnAFullDisk() throws Exception {
        try (Server server = Server.demo(home)) {
            int left;
            try (Imap kate = server.imap(KATE)) {
                assertThat(refusal(kate)).startsWith("NO [LIMIT] ");
                kate.ok("SELECT INBOX");
                Path filler = fillUp();
                kate.ok("STORE 2:60 +FLAGS.SILENT (\\Deleted)");
                kate.ok("EXPUNGE");
                Files.delete(filler);
                awaitMailIsTaken(server);
                kate.ok("STORE 1:* +FLAGS.SILENT (\\Deleted)");
                left = keepEverySixth(kate);
                kate.ok("EXPUNGE");
            }
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> home.toFile().getUsableSpace() > home.toFile().getTotalSpace() / 2);
            awaitMailIsTaken(server);
            Path filler = fillUp();
            assertThat(server.terminate()).isZero();
            server.again();
            try (Imap kate = server.imap(KATE)) {
                kate.ok("SELECT INBOX");
                assertThat(appended(kate)).hasSize(left);
            }
            Files.delete(filler);
            awaitMailIsTaken(server);
            assertThat(server.terminate()).isZero();
        }
    }

    private static int keepEverySixth(Imap imap) throws IOException {
        List<String> all = appended(imap);
        List<String> kept = IntStream.range(0, all.size())
                .filter(at -> at % 6 == 0)
                .mapToObj(all::get)
                .toList();
        imap.ok("UID STORE " + String.join(",", kept) + " -FLAGS.SILENT (\\Deleted)");
        return kept.size();
    }

    /** UIDs of what did not come by SMTP. */
    private static List<String> appended(Imap imap) throws IOException {
        return imap.ok("UID SEARCH SUBJECT \"one more\"").untagged().stream()
                .filter(line -> line.startsWith("* SEARCH "))
                .flatMap(line ->
                        Stream.of(line.substring("* SEARCH ".length()).strip().split(" ")))
                .toList();
    }

    /** Nothing is left then. */
    private Path fillUp() throws IOException {
        Path filler = home.resolve("filler");
        try (OutputStream out = Files.newOutputStream(filler)) {
            for (byte[] some = new byte[4096]; ; ) {
                out.write(some);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
        return filler;
    }

    private static void awaitMailIsTaken(Server server) {
        await().atMost(Duration.ofMinutes(3)).until(() -> send(server, MOST).startsWith("250"));
    }

    /** Sends until there is no room, and adds the numbers of those that were taken. */
    private static void fill(Server server, Set<Integer> acknowledged) throws Exception {
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            for (int number = acknowledged.size(); number < MOST; number++) {
                String reply = send(smtp, number);
                if (!reply.startsWith("250")) {
                    assertThat(reply).startsWith("452 4.3.1");
                    return;
                }
                acknowledged.add(number);
            }
        }
        throw new AssertionError("the disk does not become full");
    }

    private static void whileItIsFull(Server server, Set<Integer> acknowledged) throws Exception {
        try (Imap kate = server.imap(KATE)) {
            kate.ok("SELECT INBOX");
            assertThat(String.join("", kate.ok("FETCH 1 BODY.PEEK[]").untagged()))
                    .contains("X-Load: ");
            assertThat(refusal(kate)).startsWith("NO [LIMIT] ");
            kate.ok("FETCH 1:* (FLAGS RFC822.SIZE)");
            assertThat(String.join("", kate.ok("STORE 2 +FLAGS (\\Flagged)").untagged()))
                    .contains("\\Flagged");
        }
        assertThat(deliver(server, acknowledged)).startsWith("452 4.3.1");
        // What was delivered meanwhile may have made room for a few.
        fill(server, acknowledged);
        assertThat(server.posthouse("status").status()).isZero();
    }

    /** What LMTP says when it does not take any more. */
    private static String deliver(Server server, Set<Integer> acknowledged) throws Exception {
        try (Smtp lmtp = new Smtp(server.port(24))) {
            lmtp.expect("250", "LHLO client.example");
            String reply = "250";
            for (int i = 0; i < MOST && reply.startsWith("250"); i++) {
                int number = acknowledged.size();
                reply = lmtp.mail("ron@example.com", List.of(KATE), mail(number))
                        .get(0);
                if (reply.startsWith("250")) {
                    acknowledged.add(number);
                }
            }
            return reply;
        }
    }

    private static String mail(int number) {
        return "X-Load: " + number + "\r\n\r\n" + ("y".repeat(70) + "\r\n").repeat(1400);
    }

    /** RETR goes on, and what QUIT says of a deleted message is so; its number if it is gone. */
    private static Optional<Integer> fetchAndDelete(Server server) throws Exception {
        String header;
        String farewell;
        try (Pop3 pop3 = new Pop3(server.port(110))) {
            assertThat(pop3.login(KATE)).startsWith("+OK");
            header = pop3.lines("RETR 1").stream()
                    .filter(line -> line.startsWith("X-Load: "))
                    .findFirst()
                    .orElseThrow();
            pop3.ok("DELE 1");
            farewell = pop3.ask("QUIT");
        }
        try (Imap kate = server.imap(KATE)) {
            kate.ok("EXAMINE INBOX");
            boolean there =
                    String.join("", kate.ok("FETCH 1 BODY.PEEK[]").untagged()).contains(header + "\r\n");
            assertThat(there).as(farewell).isEqualTo(farewell.startsWith("-ERR"));
            return there ? Optional.empty() : Optional.of(Integer.valueOf(header.replaceAll("\\D", "")));
        }
    }

    /** The store takes a little more than the queue, for it has less to keep in reserve. */
    private static String refusal(Imap imap) throws IOException {
        String answer = "OK";
        for (int i = 0; i < MOST && answer.startsWith("OK"); i++) {
            answer = imap.append("INBOX", LARGE).tagged();
        }
        return answer;
    }

    private static String send(Server server, int number) throws IOException {
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            return send(smtp, number);
        }
    }

    /** The reply that tells whether it was taken: that of MAIL if the queue has no room to begin with. */
    private static String send(Smtp smtp, int number) throws IOException {
        String from = smtp.ask("MAIL FROM:<ron@example.com>");
        if (!from.startsWith("250")) {
            return from;
        }
        smtp.expect("250", "RCPT TO:<" + KATE + ">");
        smtp.expect("354", "DATA");
        smtp.send(mail(number));
        return smtp.ask(".");
    }
}
