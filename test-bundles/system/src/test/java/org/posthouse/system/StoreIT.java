package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How mail lies in the store, and what becomes of it when the disk has no room for more, seen from the ports. */
final class StoreIT {
    private static final String KATE = "kate@school.edu";
    private static final String RON = "ron@example.com";
    private static final String STORE = "org.posthouse.store." + Server.STORE;
    private static final String QUEUE = "org.posthouse.core.queue";
    private static final int MANY = 20;
    private static final long TEBIBYTE = 1L << 40;

    @TempDir
    static Path home;

    private static Server server;

    @BeforeAll
    static void start() throws Exception {
        server = Server.demo(home);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private static String ok(String... words) throws Exception {
        Run run = server.posthouse(words);
        assertThat(run.status()).as(String.join(" ", words) + ": " + run.err()).isZero();
        return run.out();
    }

    private static Smtp lmtp() throws IOException {
        Smtp lmtp = new Smtp(server.port(24));
        lmtp.expect("250", "LHLO client.example");
        return lmtp;
    }

    private static String send(String subject) throws IOException {
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            String from = smtp.ask("MAIL FROM:<" + RON + ">");
            if (!from.startsWith("250")) {
                return from;
            }
            smtp.expect("250", "RCPT TO:<" + KATE + ">");
            smtp.expect("354", "DATA");
            return smtp.ask("Subject: " + subject + "\r\n\r\nx\r\n.");
        }
    }

    private static String deliver(String subject) throws IOException {
        try (Smtp lmtp = lmtp()) {
            return lmtp.mail(RON, List.of(KATE), "Subject: " + subject + "\r\n\r\nx\r\n")
                    .get(0);
        }
    }

    private static byte[] small(String subject) {
        return ("Subject: " + subject + "\r\n\r\nx\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static List<Long> found(Imap imap, String subject) throws IOException {
        return Stream.of(String.join(
                                "",
                                imap.ok("UID SEARCH SUBJECT \"" + subject + "\"")
                                        .untagged())
                        .replaceAll("(?s)^.*\\* SEARCH|\r\n.*", "")
                        .strip()
                        .split(" "))
                .filter(word -> !word.isEmpty())
                .map(Long::valueOf)
                .toList();
    }

    /** The reserve is more than the disk has: first the store's, which is delivered to, then the queue's, too. */
    @Test
    void withoutRoomMailIsRefusedOrWaitsAndAllElseGoesOn() throws Exception {
        assumeTrue(Files.getFileStore(home).getUsableSpace() < TEBIBYTE, "no reserve is larger than this disk");
        ok("config", "set", QUEUE, "firstRetrySeconds=1");
        try (Imap kate = server.imap(KATE)) {
            kate.ok("SELECT INBOX");
            assertThat(kate.append("INBOX", small("to be kept")).ok()).isTrue();
            assertThat(kate.append("INBOX", small("to be deleted")).ok()).isTrue();
            ok("config", "set", STORE, "reserveMegabytes=1048576");
            await().untilAsserted(() ->
                    assertThat(kate.append("INBOX", small("refused")).tagged()).startsWith("NO [LIMIT] "));
            await().untilAsserted(() -> assertThat(deliver("refused")).startsWith("452 4.3.1"));
            assertThat(send("waits")).startsWith("250");
            reads(kate);
            ok("config", "set", QUEUE, "firstRetrySeconds=1", "reserveMebibytes=1048576");
            await().untilAsserted(() -> assertThat(send("refused")).startsWith("452 4.3.1"));
            assertThat(found(kate, "waits")).isEmpty();
            reads(kate);
            ok("config", "reset", STORE);
            await().until(() -> {
                kate.ok("NOOP");
                return found(kate, "waits").size() == 1;
            });
            ok("config", "set", QUEUE, "firstRetrySeconds=1", "reserveMebibytes=256");
            await().until(() -> send("taken again").startsWith("250"));
            assertThat(deliver("taken again")).startsWith("250");
            assertThat(kate.append("INBOX", small("taken again")).ok()).isTrue();
            await().until(() -> {
                kate.ok("NOOP");
                return found(kate, "taken again").size() == 3;
            });
            assertThat(found(kate, "to be kept")).hasSize(1);
            assertThat(found(kate, "refused")).isEmpty();
        }
    }

    /** Reading, flags, copies, deleting: what frees room, or needs none to speak of. */
    private static void reads(Imap kate) throws IOException {
        long kept = found(kate, "to be kept").get(0);
        assertThat(String.join("", kate.ok("UID FETCH " + kept + " BODY[]").untagged()))
                .contains("Subject: to be kept\r\n\r\nx\r\n");
        kate.ok("UID STORE " + kept + " +FLAGS (\\Flagged)");
        kate.ok("UID COPY " + kept + " INBOX");
        kate.ok("NOOP");
        List<Long> both = found(kate, "to be kept");
        assertThat(both).hasSize(2);
        kate.ok("UID STORE " + both.get(1) + " +FLAGS (\\Deleted)");
        found(kate, "to be deleted").forEach(uid -> delete(kate, uid));
        kate.ok("EXPUNGE");
        assertThat(found(kate, "to be kept")).containsExactly(kept);
        assertThat(found(kate, "to be deleted")).isEmpty();
        assertThat(String.join("", kate.ok("UID FETCH " + kept + " FLAGS").untagged()))
                .contains("\\Flagged");
    }

    private static void delete(Imap kate, long uid) {
        try {
            kate.ok("UID STORE " + uid + " +FLAGS (\\Deleted)");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What is kept once for all is each one's own message: its beginning, its length, its parts, and where they are. */
    @ParameterizedTest
    @ValueSource(ints = {100, 40_000})
    void whoSharesAMessageReadsHisOwn(int lines) throws Exception {
        String first = "erster Teil\r\n";
        String second = ("x".repeat(70) + "\r\n").repeat(lines);
        String subject = "shared of " + lines;
        String message =
                "Subject: " + subject + "\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=cut\r\n\r\n"
                        + "--cut\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + first
                        + "\r\n--cut\r\nContent-Type: text/plain\r\n\r\n" + second + "\r\n--cut--\r\n";
        List<String> readers = List.of(KATE, RON, "postmaster@school.edu", "postmaster@example.com");
        try (Smtp lmtp = lmtp()) {
            assertThat(lmtp.mail(RON, readers, message))
                    .hasSize(readers.size())
                    .allMatch(reply -> reply.startsWith("250"));
        }
        for (String reader : readers) {
            try (Imap imap = server.imap(reader)) {
                imap.ok("SELECT INBOX");
                long uid = found(imap, subject).get(0);
                String whole = literal(imap, uid, "BODY.PEEK[]");
                assertThat(whole)
                        .startsWith("Return-Path: <" + RON + ">\r\nDelivered-To: " + reader + "\r\n")
                        .endsWith(message);
                int top = whole.indexOf("\r\n\r\n") + 4;
                assertThat(literal(imap, uid, "BODY.PEEK[HEADER]")).isEqualTo(whole.substring(0, top));
                assertThat(literal(imap, uid, "BODY.PEEK[TEXT]")).isEqualTo(whole.substring(top));
                assertThat(literal(imap, uid, "BODY.PEEK[1]")).isEqualTo(first);
                assertThat(literal(imap, uid, "BODY.PEEK[2]")).isEqualTo(second);
                int own = whole.length() - message.length();
                assertThat(literal(imap, uid, "BODY.PEEK[]<" + (own - 10) + ".20>"))
                        .isEqualTo(whole.substring(own - 10, own + 10));
                assertThat(String.join(
                                "",
                                imap.ok("UID FETCH " + uid + " (RFC822.SIZE BODYSTRUCTURE)")
                                        .untagged()))
                        .contains("RFC822.SIZE " + whole.length() + " ")
                        .contains(" " + first.length() + " 1 ", " " + second.length() + " " + lines + " ");
            }
        }
    }

    /** What is fetched of it, which comes as a literal. */
    private static String literal(Imap imap, long uid, String section) throws IOException {
        String answer =
                String.join("", imap.ok("UID FETCH " + uid + " " + section).untagged());
        Matcher length = Pattern.compile("\\{(\\d+)\\}\r\n").matcher(answer);
        assertThat(length.find()).as(section).isTrue();
        return answer.substring(length.end(), length.end() + Integer.parseInt(length.group(1)));
    }

    @Test
    void aMessageToManyIsThereOnceInEachShardUntilTheLastOneHasExpungedIt() throws Exception {
        assumeTrue(Server.STORE.equals("log"), "only the log keeps messages of several accounts as one");
        List<String> readers = IntStream.range(0, MANY)
                .mapToObj(i -> "reader" + i + "@school.edu")
                .toList();
        importAll(readers);
        String mark = Long.toHexString(new Random().nextLong());
        // It is too long for a part of it to be the whole, and the mark is in its midst.
        String body = ("y".repeat(70) + "\r\n").repeat(1000) + mark + "\r\n" + ("z".repeat(70) + "\r\n").repeat(1000);
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            smtp.offer(RON, readers, "Subject: to all\r\n\r\n" + body);
            assertThat(smtp.reply()).startsWith("250");
        }
        try (Readers all = new Readers(readers)) {
            for (Imap reader : all.open) {
                await().until(() -> reader.count("INBOX") == 1);
            }
            long once = shards();
            assertThat(times(mark)).isBetween(1L, once);
            Imap last = all.open.get(MANY - 1);
            last.ok("CREATE elsewhere");
            last.ok("SELECT INBOX");
            last.ok("COPY 1 elsewhere");
            assertThat(times(mark)).as("after a copy").isBetween(1L, once);
            for (Imap reader : all.open) {
                expunge(reader, "INBOX");
            }
            compact(4, all.open);
            assertThat(times(mark)).as("in the shard of the last one").isEqualTo(1);
            last.ok("SELECT elsewhere");
            assertThat(last.ok("FETCH 1 BODY[]").untagged().get(0)).contains("Subject: to all\r\n\r\n" + body);
            expunge(last, "elsewhere");
            compact(5, all.open);
            assertThat(times(mark)).as("when nobody has it any more").isZero();
            assertThat(ok("store", "check")).doesNotContain("damaged", "missing");
        }
    }

    /** What a socket was given of a file is still in that file when nobody has it open any more. */
    @Test
    void whatASlowClientIsStillToReadIsNotWrittenOver() throws Exception {
        assumeTrue(Server.STORE.equals("log"), "only the log uses files again");
        ok("config", "set", STORE, "segmentMegabytes=6");
        try (Imap kate = server.imap(KATE);
                Caller slow = Caller.slow(server.port(143))) {
            appends(kate, "slow", 'K', 4, 100_000);
            List<Path> fetched = holding("slow");
            appends(kate, "more", 'K', 12, 900_000);
            begins(slow, "slow");
            expunge(kate, "slow");
            expunge(kate, "more");
            gone(fetched);
            ronHasMail();
            assertThat(arrived(slow)).containsExactlyElementsOf(bodies("slow", 'K', 100_000, 4));
        }
    }

    /** The store that comes knows nobody who reads what the one before has opened. */
    @Test
    void whatWasOpenedBeforeTheStoreWasReplacedIsNotWrittenOver() throws Exception {
        assumeTrue(Server.STORE.equals("log"), "only the log uses files again");
        ok("config", "set", STORE, "segmentMegabytes=7");
        try (Imap kate = server.imap(KATE);
                Caller slow = Caller.slow(server.port(993)).secure()) {
            // The next segment has all its octets from the beginning, and so could be used again.
            appends(kate, "first", 'K', 4, 900_000);
            await().until(() -> {
                appends(kate, "first" + System.nanoTime(), 'K', 1, 20_000);
                return Files.exists(log().resolve("0/pool/filled.seg"));
            });
            appends(kate, "second", 'K', 3, 900_000);
            appends(kate, "open", 'K', 7, 900_000);
            List<Path> fetched = holding("open");
            begins(slow, "open");
            expunge(kate, "first");
            expunge(kate, "open");
            ok("config", "set", STORE, "segmentMegabytes=7", "structureMegabytes=17");
            await().until(() -> kate.ask("CREATE later").ok());
            gone(fetched);
            ronHasMail();
            assertThat(arrived(slow)).isNotEmpty().isSubsetOf(bodies("open", 'K', 900_000, 1));
        }
    }

    private static void appends(Imap imap, String mailbox, char octet, int times, int size) throws Exception {
        await().until(() -> imap.ask("CREATE " + mailbox).ok());
        byte[] message =
                (String.join("\r\n", bodies(mailbox, octet, size, 1)) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < times; i++) {
            assertThat(imap.append(mailbox, message).tagged()).startsWith("OK");
        }
    }

    /** The lines of so many messages of such octets. */
    private static List<String> bodies(String subject, char octet, int size, int times) {
        String line = Character.toString(octet).repeat(78);
        List<String> lines = new ArrayList<>(List.of("Subject: " + subject, ""));
        lines.addAll(Collections.nCopies(size / 80, line));
        return Collections.nCopies(times, lines).stream().flatMap(List::stream).toList();
    }

    /** Asks for all there is, and reads no more than what it begins with. */
    private static void begins(Caller slow, String mailbox) throws IOException {
        slow.expect("a OK", "a LOGIN " + KATE + " posthouse");
        slow.expect("b OK", "b EXAMINE " + mailbox);
        slow.send("c FETCH 1:* BODY.PEEK[]\r\nd LOGOUT\r\n");
        assertThat(slow.line()).startsWith("* 1 FETCH (BODY[] {");
    }

    /** The lines of the messages that still come, until the connection ends. */
    private static List<String> arrived(Caller slow) throws IOException {
        List<String> lines = new ArrayList<>();
        try {
            for (String line = slow.line(); !line.startsWith("c "); line = slow.line()) {
                if (!line.equals(")") && !line.startsWith("* ")) {
                    lines.add(line);
                }
            }
        } catch (EOFException | SocketException end) {
            // Whose message is not to be had any more is told so by that.
        }
        return lines;
    }

    private static void ronHasMail() throws Exception {
        try (Imap ron = server.imap(RON)) {
            appends(ron, "many" + System.nanoTime(), 'R', 30, 900_000);
        }
    }

    /** The segments in which mail with this subject lies. */
    private static List<Path> holding(String subject) throws IOException {
        List<Path> holding = new ArrayList<>();
        try (Stream<Path> files = Files.walk(log(), 2)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".seg")).toList()) {
                if (times(file, "Subject: " + subject + "\r\n") > 0) {
                    holding.add(file);
                }
            }
        }
        assertThat(holding).isNotEmpty();
        return holding;
    }

    /** The store does without these. */
    private static void gone(List<Path> segments) {
        await().until(() -> {
            ok("store", "compact");
            return segments.stream().noneMatch(Files::exists);
        });
    }

    /** All of them, logged in. */
    private static final class Readers implements AutoCloseable {
        private final List<Imap> open = new ArrayList<>();

        Readers(List<String> readers) throws IOException {
            for (String reader : readers) {
                open.add(server.imap(reader));
            }
        }

        @Override
        public void close() throws IOException {
            for (Imap reader : open) {
                reader.close();
            }
        }
    }

    private static void importAll(List<String> readers) throws Exception {
        StringBuilder table = new StringBuilder("address,password,name,quota\n");
        readers.forEach(reader -> table.append(reader).append(",posthouse,Reader,1G\n"));
        Path file = home.resolve("readers.csv");
        Files.writeString(file, table);
        ok("account", "import", file.toString());
    }

    private static void expunge(Imap reader, String mailbox) throws IOException {
        reader.ok("SELECT " + mailbox);
        reader.ok("STORE 1:* +FLAGS (\\Deleted)");
        reader.ok("EXPUNGE");
    }

    /** The store begins other segments, so that those before can be emptied, which is what is asked for then. */
    private static void compact(int megabytes, List<Imap> readers) throws Exception {
        ok("config", "set", STORE, "segmentMegabytes=" + megabytes);
        for (Imap reader : readers) {
            await().until(() -> reader.ask("CREATE later" + megabytes).ok());
        }
        ok("store", "compact");
    }

    private static long shards() throws IOException {
        try (Stream<Path> there = Files.list(log())) {
            return there.filter(Files::isDirectory).count();
        }
    }

    private static Path log() {
        return home.resolve("data/store/default/log");
    }

    /** How often these words are in what the store holds; what is kept ready to be used again does not count. */
    private static long times(String words) throws IOException {
        long times = 0;
        try (Stream<Path> files = Files.walk(log())) {
            for (Path file : files.filter(file -> file.toString().matches(".*/[0-9]+/([0-9]+\\.seg|content/.*\\.msg)"))
                    .toList()) {
                times += times(file, words);
            }
        }
        return times;
    }

    private static long times(Path file, String words) throws IOException {
        try {
            String all = Files.readString(file, StandardCharsets.ISO_8859_1);
            return all.length() - all.replace(words, words.substring(1)).length();
        } catch (NoSuchFileException gone) {
            return 0;
        }
    }
}
