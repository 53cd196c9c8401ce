package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;

/**
 * A demonstration server under attack, with somebody else at it throughout. What must hold of every attack: the process lives, others are
 * answered, nothing of its inside goes to the peer or breaks, a line of the log names the peer's address, and in the end the heap is as
 * it was.
 */
final class Siege {
    private static final long MORE_KIB = 24 * 1024;

    private final Server server;
    private final Neighbour neighbour;
    private final long heap;
    private final Set<String> notorious = new TreeSet<>();
    private int attackers;

    Siege(Path home) throws Exception {
        server = Server.demo(home);
        neighbour = new Neighbour(server);
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            smtp.mail("ron@example.com", "kate@school.edu", "Subject: first\r\n\r\nx\r\n");
        }
        SwapUnderLoadIT.awaitEmptyQueue(server);
        heap = server.heapKib();
    }

    Server server() {
        return server;
    }

    /** The next attacker comes from another address than all before. */
    void next() {
        attackers++;
    }

    String address() {
        return "127.0.7." + (attackers % 250 + 1);
    }

    /** Connected from the attacker's address, which a line of the log must name in the end. */
    Caller caller(int standardPort) throws IOException {
        notorious.add(address());
        return Caller.from(address(), server.port(standardPort));
    }

    /** The same by SMTP, greeted. */
    Smtp attacker(int standardPort) throws IOException {
        notorious.add(address());
        return Smtp.from(address(), server.port(standardPort));
    }

    /** Who has said hello; where users log in: as kate. */
    Smtp inside(int standardPort) throws IOException {
        Smtp smtp = attacker(standardPort);
        smtp.expect("250", (standardPort == 24 ? "LHLO" : "EHLO") + " attacker.example");
        if (standardPort == 587) {
            smtp.expect("235", "AUTH PLAIN " + base64("\0kate@school.edu\0posthouse"));
        }
        return smtp;
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Messages in an INBOX, once nothing is under way any more. */
    int messages(String user) throws IOException {
        SwapUnderLoadIT.awaitEmptyQueue(server);
        try (Imap imap = server.imap(user)) {
            return imap.count("INBOX");
        }
    }

    /** The last message of an INBOX, once it has these words; an octet a character. */
    String last(String user, String words) throws IOException {
        try (Imap imap = server.imap(user)) {
            return await().pollDelay(Duration.ZERO).until(() -> last(imap), mail -> mail.contains(words));
        }
    }

    private static String last(Imap imap) throws IOException {
        imap.ok("EXAMINE INBOX");
        return String.join("", imap.ok("FETCH * BODY.PEEK[]").untagged());
    }

    /** What the server wrote down. */
    String log() throws IOException {
        StringBuilder all = new StringBuilder();
        for (String file : new String[] {"posthouse.log", "mail.log"}) {
            Path log = server.home().resolve("log").resolve(file);
            all.append(Files.exists(log) ? Files.readString(log, StandardCharsets.ISO_8859_1) : "");
        }
        return all.toString();
    }

    /** After each attack: others are answered, and nothing broke. */
    void holds() throws IOException {
        long before = neighbour.answered();
        await().pollInterval(Duration.ofMillis(10)).until(() -> neighbour.answered() > before);
        assertThat(log()).doesNotContain("\tat ");
    }

    private boolean allNamed() throws IOException {
        String log = log();
        return notorious.stream()
                .allMatch(each -> log.contains("client=" + each + " ") || log.contains("from " + each + " "));
    }

    /** The attackers are gone. */
    void end() throws Exception {
        try (server) {
            neighbour.close();
            SwapUnderLoadIT.awaitEmptyQueue(server);
            await("the log names " + notorious).until(this::allNamed);
            long more = server.heapKib() - heap;
            System.out.println("heap: " + more + " KiB more than before");
            assertThat(more).as("KiB after all").isLessThan(MORE_KIB);
            assertThat(server.terminate()).isZero();
        }
    }
}
