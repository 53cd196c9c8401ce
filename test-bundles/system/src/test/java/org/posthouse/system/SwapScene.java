package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.posthouse.testkit.Ports;
import org.posthouse.testkit.dns.DnsServer;

/** A server whom many use in every way there is, and a host elsewhere that mail goes to. */
final class SwapScene implements AutoCloseable {
    private static final String AWAY = "ann@away.example";
    private static final List<String> TAKERS = people("taker", 6);
    private static final List<String> WATCHED = people("watched", 10);
    private static final List<String> LARGE = people("large", 2);
    private static final List<String> MAILDROPS = people("drop", 2);
    private static final List<String> SUBJECTS = List.of("first", "second", "third");

    private final Crew crew = new Crew();
    private final DnsServer dns = DnsServer.start().ttl(Duration.ofSeconds(1));
    private final QuickSink sink = new QuickSink("127.0.0.9");
    private final Server server;
    private final MailStream stream;
    private final IdleCrowd idle;
    private final SlowFetches fetches;
    private final MaildropVisits visits;

    SwapScene(Path home) throws Exception {
        dns.record("away.example", "MX", "10 mx.away.example.").record("mx.away.example", "A", "127.0.0.9");
        settings(home, "core.dns", "servers=[\"" + dns.text() + "\"]\nmaximumTtlSeconds=I\"1\"\n");
        settings(home, "delivery.smtp", "port=I\"" + sink.port() + "\"\n");
        settings(home, "core.queue", "firstRetrySeconds=I\"1\"\nlongestRetrySeconds=I\"2\"\n");
        Path filter = Files.createDirectories(home.resolve("plugins")).resolve("example-filter.jar");
        Files.copy(Distribution.exampleFilter("1.0.0"), filter);
        listener(home, "imap", 143);
        listener(home, "pop3", 110);
        server = Server.at("127.0.0.1", Ports.offset(), home);
        ok("domain", "add", "school.edu");
        ok("relay", "allow", "127.0.0.1");
        importPeople();
        byte[] large = large();
        for (String each : LARGE) {
            append(each, large);
        }
        for (String each : MAILDROPS) {
            for (String subject : SUBJECTS) {
                append(
                        each,
                        ("Subject: " + subject + "\r\n\r\n" + "x\r\n".repeat(500)).getBytes(StandardCharsets.US_ASCII));
            }
        }
        stream = new MailStream(crew, server.port(25), recipients());
        idle = new IdleCrowd(crew, server);
        fetches = new SlowFetches(crew, server.port(143), large);
        visits = new MaildropVisits(crew, server.port(110), SUBJECTS);
    }

    private static List<String> people(String name, int count) {
        return Stream.iterate(0, i -> i + 1)
                .limit(count)
                .map(i -> name + i + "@school.edu")
                .toList();
    }

    /** Most mail goes to those whom nobody watches. */
    private static List<String> recipients() {
        List<String> all = new ArrayList<>();
        for (String watched : WATCHED) {
            all.addAll(TAKERS);
            all.addAll(TAKERS);
            all.add(watched);
        }
        all.add(AWAY);
        return all;
    }

    private static void settings(Path home, String part, String text) throws IOException {
        Path file = home.resolve("etc/org.posthouse." + part + ".config");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** Where passwords come without TLS, and many from one address. */
    private static void listener(Path home, String service, int port) throws IOException {
        String text = "service=\"" + service + "\"\nprotocol=\"" + service + "\"\nport=I\"" + port
                + "\"\ntls=\"starttls\"\nclearTextLogin=B\"true\"\nmaxConnectionsPerAddress=I\"1000\"\n";
        settings(home, "core.net.listener~" + service, text);
    }

    private void importPeople() throws Exception {
        StringBuilder rows = new StringBuilder("address,password,name,quota\n");
        Stream.of(TAKERS, WATCHED, LARGE, MAILDROPS).flatMap(List::stream).forEach(each -> rows.append(each)
                .append(",posthouse,,\n"));
        ok(
                "account",
                "import",
                Files.writeString(server.home().resolve("people.csv"), rows).toString());
    }

    private void append(String user, byte[] message) throws IOException {
        try (Imap imap = server.imap(user)) {
            assertThat(imap.append("INBOX", message).ok()).isTrue();
        }
    }

    /** Six MiB, no two lines alike. */
    private static byte[] large() {
        StringBuilder text = new StringBuilder("Subject: large\r\n\r\n");
        for (int i = 0; text.length() < 6 << 20; i++) {
            text.append(i).append(" is the number of this line of a long message\r\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    Server server() {
        return server;
    }

    MailStream stream() {
        return stream;
    }

    Crew crew() {
        return crew;
    }

    void ok(String... words) throws Exception {
        Run run = server.posthouse(words);
        assertThat(run.status()).as(String.join(" ", words) + ": " + run.err()).isZero();
    }

    /** Ten watch each of ten mailboxes, twenty fetch, two fetch mail by POP3, and mail comes. */
    void begin(int connections, int perSecond) throws InterruptedException {
        idle.sit(WATCHED, 10);
        LARGE.forEach(each -> fetches.begin(each, 10));
        visits.begin(MAILDROPS);
        stream.begin(connections, perSecond);
    }

    /** Everybody has what was accepted for him, once, and whoever watches has heard of it; nobody was disturbed. */
    void end() throws Exception {
        awaitTold();
        idle.rise();
        crew.end();
        System.out.printf(
                "%d mails accepted, %d put off, %d large messages fetched, %d maildrops visited%n",
                stream.count(), stream.putOff(), fetches.fetched(), visits.visits());
        assertThat(crew.faults()).isEmpty();
        assertThat(stream.unknown()).isEmpty();
        assertThat(fetches.fetched()).isPositive();
        assertThat(visits.visits()).isPositive();
        SwapUnderLoadIT.awaitEmptyQueue(server);
        for (String user : new TreeSet<>(recipients())) {
            Map<Integer, Integer> copies = user.equals(AWAY) ? sink.taken() : copies(user);
            Set<Integer> accepted = stream.accepted(user);
            assertThat(less(accepted, copies.keySet())).as("lost to " + user).isEmpty();
            assertThat(less(copies.keySet(), accepted))
                    .as("not accepted for " + user)
                    .isEmpty();
            copies.values().removeIf(count -> count == 1);
            assertThat(copies).as("copies at " + user).isEmpty();
        }
    }

    private static Set<Integer> less(Set<Integer> some, Set<Integer> others) {
        Set<Integer> left = new TreeSet<>(some);
        left.removeAll(others);
        return left;
    }

    /** The senders stop first, so that there is an end to what is to be heard. */
    private void awaitTold() throws InterruptedException {
        stream.stop();
        for (String user : WATCHED) {
            await().atMost(Duration.ofMinutes(3))
                    .alias("who watches " + user)
                    .until(() -> !crew.faults().isEmpty()
                            || idle.know(user, stream.accepted(user).size()));
        }
    }

    private Map<Integer, Integer> copies(String user) throws IOException {
        Map<Integer, Integer> copies = new TreeMap<>();
        Delivered.of(server, List.of(user)).copies().forEach((number, each) -> copies.put(number, each.size()));
        return copies;
    }

    @Override
    public void close() throws IOException {
        crew.close();
        server.close();
        sink.close();
        dns.close();
    }
}
