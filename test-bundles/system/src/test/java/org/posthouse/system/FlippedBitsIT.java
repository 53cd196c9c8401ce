package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Octets change on the disk by themselves: what they hit is told and kept from everybody, and all else is served. */
final class FlippedBitsIT {
    private static final String KATE = "kate@school.edu";
    private static final int MAILS = 12;

    private final long seed = Long.getLong("posthouse.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @TempDir
    Path home;

    @Test
    void messagesThatWereHitAreToldAndAllOthersServed() throws Exception {
        try (Server server = Server.demo(home)) {
            appendAll(server);
            assertThat(server.posthouse("plugin", "stop", "org.posthouse.delivery.smtp")
                            .status())
                    .isZero();
            sendElsewhere(server);
            assertThat(server.terminate()).isZero();
            Set<Integer> hit = new TreeSet<>();
            // Both are found before any is changed: a flipped bit makes the one's number the other's.
            List<Octet> octets = List.of(octetOf(3), octetOf(7));
            for (Octet octet : octets) {
                flip(octet.file(), octet.at());
                hit.add(octet.message());
            }
            if (!Server.STORE.equals("log")) {
                cutOff(contentWith("\"X-Load: 9\""));
                hit.add(9);
            }
            flipInSegment("Queued: 2");
            server.start();
            for (int i = 1; i <= MAILS; i++) {
                assertThat(fetched(server, i)).as("mail %d, seed %d", i, seed).isEqualTo(!hit.contains(i));
            }
            assertThat(server.posthouse("queue", "retry", "--all").status()).isZero();
            await().until(() -> server.posthouse("queue", "list").out().contains("held"));
            Run health = server.posthouse("health");
            assertThat(health.out())
                    .contains("queue: damaged mails are held: 1")
                    .containsPattern("store: [^;]* is damaged");
            assertThat(Files.readString(home.resolve("log/posthouse.log"))).contains(" is damaged");
            assertThat(server.posthouse("queue", "list", "--json").out().split("\"id\""))
                    .hasSize(1 + 3);
            repaired(server, hit);
            if (Server.STORE.equals("log")) {
                aSegmentThatIsTakenAwayIsMissed(server);
            }
        }
    }

    /** What was in it is lost, and told; no UID is given again, RFC 3501 §2.3.1.1. */
    private void aSegmentThatIsTakenAwayIsMissed(Server server) throws Exception {
        try (Imap imap = server.imap(KATE)) {
            assertThat(imap.append("INBOX", message("the last one")).ok()).isTrue();
        }
        assertThat(server.terminate()).isZero();
        Path newest = files(home.resolve("data/store/default/log/0")).stream()
                .filter(file -> file.getFileName().toString().matches("\\d+\\.seg")
                        && file.getParent().endsWith("0"))
                .max(Comparator.naturalOrder())
                .orElseThrow();
        Files.delete(newest);
        server.start();
        try (Imap imap = server.imap(KATE)) {
            assertThat(imap.count("INBOX")).isEqualTo(MAILS);
            assertThat(imap.ask("STATUS INBOX (UIDNEXT)").untagged())
                    .noneMatch(line -> line.contains("UIDNEXT " + (MAILS + 1) + ")"));
        }
        assertThat(server.posthouse("health").out()).contains("of shard 0 is missing", "store check --repair");
        Run check = server.posthouse("store", "check");
        assertThat(check.status()).as(check.out()).isEqualTo(4);
        assertThat(check.out()).contains("is missing", newest.getFileName().toString());
        assertThat(server.posthouse("store", "check", "--repair").out()).contains("nobody needs it any more");
        Run again = server.posthouse("store", "check");
        assertThat(again.status()).as(again.out()).isZero();
        await().until(() -> !server.posthouse("health").out().contains("is missing"));
    }

    /** Flipped bits go back; what is cut off is told, and stays as it is. */
    private static void repaired(Server server, Set<Integer> hit) throws Exception {
        Run found = server.posthouse("store", "check", KATE, "--json");
        assertThat(found.status()).isEqualTo(4);
        assertThat(found.out()).contains("\"found\" : " + hit.size(), "\"mended\" : 0", "\"uid\" : 3");
        Run repair = server.posthouse("store", "check", KATE, "--repair");
        assertThat(repair.out()).contains("put back as it was");
        boolean cutOff = hit.contains(9);
        assertThat(repair.status()).as(repair.out()).isEqualTo(cutOff ? 4 : 0);
        for (int i = 1; i <= MAILS; i++) {
            assertThat(fetched(server, i)).as("mail %d", i).isEqualTo(i != 9 || !cutOff);
        }
        assertThat(server.posthouse("store", "rebuild", KATE).out()).contains("made anew: " + MAILS + " messages");
        assertThat(server.posthouse("store", "recount", KATE).status()).isZero();
        assertThat(fetched(server, 1)).isTrue();
    }

    @Test
    void aDamagedIndexIsNeverAnEmptyMailbox() throws Exception {
        Server.choose(home, "jdbc");
        try (Server server = Server.demo(home)) {
            appendAll(server);
            assertThat(server.terminate()).isZero();
            for (Path table : files(home.resolve("data/db/store/seg0"))) {
                flipPages(table);
            }
            server.start();
            try (Imap imap = server.imap(KATE)) {
                assertThat(imap.ask("SELECT INBOX").tagged()).as("seed " + seed).startsWith("NO [UNAVAILABLE]");
            }
            assertThat(server.posthouse("health").out()).contains("store: ");
        }
    }

    @Test
    void aDatabaseThatLosesWhatWasAcknowledgedStaysClosedUntilItIsBroughtBack(@TempDir Path backup) throws Exception {
        Server.choose(home, "jdbc");
        try (Server server = Server.demo(home)) {
            appendAll(server);
            server.killHard();
            Path database = home.resolve("data/db/store");
            assertThat(Run.of(List.of("cp", "-a", database.toString(), backup.toString()), "")
                            .status())
                    .isZero();
            flipEnd(lastLog(database));
            server.start();
            try (Imap imap = server.imap(KATE)) {
                assertThat(imap.ask("SELECT INBOX").tagged()).startsWith("NO [UNAVAILABLE]");
            }
            try (Smtp smtp = server.smtp()) {
                smtp.expect("250", "EHLO client.example");
                assertThat(smtp.mail("ron@example.com", KATE, "X-Load: 99\r\n\r\nx\r\n"))
                        .as("the queue is elsewhere")
                        .startsWith("250");
            }
            assertThat(server.posthouse("health").out())
                    .contains("store: it is not open: The database store is damaged; log/posthouse.log says more");
            assertThat(Files.readString(home.resolve("log/posthouse.log")))
                    .contains("changes that were acknowledged", "bring data/ back from a backup");
            server.killHard();
            assertThat(Run.of(List.of("rm", "-r", database.toString()), "").status())
                    .isZero();
            assertThat(Run.of(List.of("cp", "-a", backup.resolve("store").toString(), database.toString()), "")
                            .status())
                    .isZero();
            server.start();
            await().until(() -> {
                try (Imap imap = server.imap(KATE)) {
                    imap.ok("SELECT INBOX");
                    return imap.count("INBOX") == MAILS + 1;
                }
            });
        }
    }

    private static Path lastLog(Path database) throws IOException {
        return files(database.resolve("log")).stream()
                .filter(file -> file.getFileName().toString().matches("log\\d+\\.dat"))
                .max(Comparator.comparingInt(
                        file -> Integer.parseInt(file.getFileName().toString().replaceAll("\\D", ""))))
                .orElseThrow();
    }

    /** Bits of what was written last. */
    private void flipEnd(Path log) throws IOException {
        byte[] octets = Files.readAllBytes(log);
        int end = octets.length;
        while (octets[end - 1] == 0) {
            end--;
        }
        for (int at = end - 1; at > end - 8192; at -= 1 + random.nextInt(64)) {
            flip(log, at);
        }
    }

    private static void appendAll(Server server) throws IOException {
        try (Imap imap = server.imap(KATE)) {
            for (int i = 1; i <= MAILS; i++) {
                assertThat(imap.append("INBOX", message("\"X-Load: " + i + "\""))
                                .ok())
                        .isTrue();
            }
        }
    }

    private static byte[] message(String mark) {
        return ("Subject: one of them\r\n\r\n" + ("What is in it: " + mark + "\r\n").repeat(200))
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Nobody takes them there: they wait. */
    private static void sendElsewhere(Server server) throws IOException {
        try (Smtp smtp = new Smtp(server.port(587))) {
            smtp.expect("250", "EHLO client.example");
            byte[] login = ("\0" + KATE + "\0posthouse").getBytes(StandardCharsets.US_ASCII);
            smtp.expect("235", "AUTH PLAIN " + Base64.getEncoder().encodeToString(login));
            for (int i = 1; i <= 3; i++) {
                String text = new String(message("Queued: " + i), StandardCharsets.US_ASCII);
                assertThat(smtp.mail(KATE, "ann@elsewhere.example", text)).startsWith("250");
            }
        }
    }

    private static boolean fetched(Server server, int number) throws IOException {
        try (Imap imap = server.imap(KATE)) {
            imap.ok("EXAMINE INBOX");
            Imap.Answer answer = imap.ask("FETCH " + number + " BODY.PEEK[]");
            boolean whole = answer.untagged().stream().anyMatch(each -> each.contains("\"X-Load: " + number + "\""));
            assertThat(answer.ok()).as(answer.tagged()).isEqualTo(whole);
            return whole;
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private Path contentWith(String mark) throws IOException {
        for (Path file : files(home.resolve("data/store/default"))) {
            if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(mark)) {
                return file;
            }
        }
        throw new IOException("nowhere: " + mark);
    }

    /** Where an octet of a message lies. */
    private record Octet(int message, Path file, long at) {}

    private Octet octetOf(int message) throws IOException {
        String mark = "\"X-Load: " + message + "\"";
        Path file = contentWith(mark);
        int at = Files.readString(file, StandardCharsets.ISO_8859_1).indexOf(mark);
        return new Octet(message, file, at + random.nextInt(1000));
    }

    private void flip(Path file, long at) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer octet = ByteBuffer.allocate(1);
            channel.read(octet, at);
            octet.put(0, (byte) (octet.get(0) ^ (1 << random.nextInt(8))));
            channel.write(octet.flip(), at);
        }
    }

    private static void cutOff(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() / 2);
        }
    }

    private void flipInSegment(String mark) throws IOException {
        for (Path segment : files(home.resolve("data/queue/mail"))) {
            int at = Files.readString(segment, StandardCharsets.ISO_8859_1).indexOf(mark);
            if (at >= 0) {
                flip(segment, at + random.nextInt(1000));
                return;
            }
        }
        throw new IOException("nowhere: " + mark);
    }

    /** Some octets of every page, but for those that Derby needs to begin at all. */
    private void flipPages(Path table) throws IOException {
        List<Long> places = new ArrayList<>();
        IntStream.range(1, (int) (Files.size(table) / 4096))
                .forEach(page -> places.add(page * 4096L + random.nextInt(4096)));
        for (long place : places) {
            flip(table, place);
        }
    }
}
