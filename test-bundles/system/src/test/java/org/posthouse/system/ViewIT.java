package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.testkit.imap.RandomClient;
import org.posthouse.testkit.imap.Wire;

/**
 * Ten connections change two mailboxes at the same time, several commands under way at any moment: whatever each is told fits together,
 * and in the end all see what is in the store, RFC 2180 and RFC 3501 §5.5. With {@code -Dposthouse.seed=N} one seed alone.
 */
final class ViewIT {
    private static final int CLIENTS = 10;
    private static final int ROUNDS = 1_200;
    private static final String USER = "kate@school.edu";
    private static final List<String> MAILBOXES = List.of("INBOX", "Box");
    private static final Pattern FETCHED = Pattern.compile("\\* \\d+ FETCH \\(UID (\\d+) FLAGS \\(([^)]*)\\)\\)\r\n");

    @TempDir
    Path home;

    private static LongStream seeds() {
        return Long.getLong("posthouse.seed") != null
                ? LongStream.of(Long.getLong("posthouse.seed"))
                : LongStream.rangeClosed(1, Long.getLong("posthouse.seeds", 3));
    }

    @Test
    void tenConnectionsSeeOneTruth() throws Exception {
        try (Server server = Server.demo(home)) {
            try (Imap imap = server.imap(USER)) {
                imap.ok("CREATE Box");
            }
            for (long seed : seeds().toArray()) {
                play(server, seed);
            }
        }
    }

    private static void play(Server server, long seed) throws Exception {
        Random random = new Random(seed);
        List<Imap> connections = new ArrayList<>();
        List<RandomClient> clients = new ArrayList<>();
        try {
            for (int i = 1; i <= CLIENTS; i++) {
                Imap imap = new Imap(server.port(143));
                connections.add(imap);
                RandomClient client = new RandomClient("c" + i, new Connection(imap), random, MAILBOXES);
                clients.add(client);
                client.say("LOGIN " + USER + " posthouse");
                client.select("INBOX");
            }
            for (int round = 0; round < ROUNDS; round++) {
                RandomClient client = clients.get(random.nextInt(CLIENTS));
                told(client, seed, client.busy() ? client::finish : client::begin);
            }
            for (RandomClient client : clients) {
                if (client.busy()) {
                    told(client, seed, client::finish);
                }
            }
            for (RandomClient client : clients) {
                told(client, seed, () -> agrees(client, server));
            }
        } finally {
            for (Imap imap : connections) {
                imap.close();
            }
        }
    }

    /** After NOOP a client has been told everything, and what it fetches is the same. */
    private static void agrees(RandomClient client, Server server) throws IOException {
        List<Long> uids = new ArrayList<>();
        List<Set<String>> flags = new ArrayList<>();
        try (Imap judge = server.imap(USER)) {
            judge.ok("EXAMINE " + client.mailbox());
            for (String response : judge.ok("UID FETCH 1:* (FLAGS)").untagged()) {
                Matcher fetched = FETCHED.matcher(response);
                assertThat(fetched.matches()).as(response).isTrue();
                uids.add(Long.parseLong(fetched.group(1)));
                Set<String> set = new HashSet<>(List.of(fetched.group(2).split(" ")));
                set.removeAll(Set.of("", "\\Recent"));
                flags.add(set);
            }
        }
        client.say("NOOP");
        client.view().compare(uids, flags);
        client.fetchAll();
        client.view().compare(uids, flags);
        assertThat(client.view().uids()).isEqualTo(uids);
    }

    private static void told(RandomClient client, long seed, Step step) throws IOException {
        try {
            step.go();
        } catch (AssertionError | IOException e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage() + "\n" + client.transcript(), e);
        }
    }

    @FunctionalInterface
    private interface Step {
        void go() throws IOException;
    }

    /** A connection as a random client wants it. */
    private record Connection(Imap imap) implements Wire {
        @Override
        public void send(String octets) throws IOException {
            imap.send(octets);
        }

        @Override
        public String response() throws IOException {
            return imap.response();
        }
    }
}
