package org.posthouse.protocol.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Snapshot;
import org.posthouse.testkit.FakeAccounts;
import org.posthouse.testkit.imap.RandomClient;

/**
 * Ten clients and a delivery change two mailboxes in any order, with commands that stop midway and versions of the server that change:
 * whatever each is told fits together, and after NOOP is the truth, RFC 2180 and RFC 3501 §7.4.1. With {@code -Dposthouse.seed=N} one seed
 * alone, with {@code -Dposthouse.seeds=N} the first so many.
 */
class ManyClientsTest {
    private static final int CLIENTS = 10;
    private static final int ROUNDS = 1_500;
    private static final List<String> MAILBOXES = List.of("INBOX", "Box");

    private final ImapScene scene = new ImapScene();
    private final Map<RandomClient, MemoryWire> clients = new HashMap<>();

    static LongStream seeds() {
        return Long.getLong("posthouse.seed") != null
                ? LongStream.of(Long.getLong("posthouse.seed"))
                : LongStream.rangeClosed(1, Long.getLong("posthouse.seeds", 8));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void eachClientSeesOneTruth(long seed) throws IOException, MailException {
        Random random = new Random(seed);
        scene.act("many INBOX 5");
        scene.act("create Box");
        List<RandomClient> all = new ArrayList<>();
        for (int i = 1; i <= CLIENTS; i++) {
            MemoryWire wire = new MemoryWire(scene);
            RandomClient client = new RandomClient("c" + i, wire, random, MAILBOXES);
            clients.put(client, wire);
            all.add(client);
            client.say("LOGIN kate@school.edu posthouse");
            client.select("INBOX");
        }
        for (int round = 0; round < ROUNDS; round++) {
            RandomClient client = all.get(random.nextInt(CLIENTS));
            told(client, seed, () -> act(client, random));
        }
        for (RandomClient client : all) {
            told(client, seed, () -> quiet(client));
        }
        for (RandomClient client : all) {
            told(client, seed, () -> agrees(client));
            told(client, seed, client::fetchAll);
            told(client, seed, () -> agrees(client));
            assertThat(client.view().uids()).hasSize(client.view().size());
        }
    }

    private void act(RandomClient client, Random random) throws IOException, MailException {
        if (random.nextInt(3) == 0) {
            clients.get(client).connection().swap();
        }
        switch (random.nextInt(24)) {
            case 0 -> scene.act("many " + MAILBOXES.get(random.nextInt(2)) + " " + random.nextInt(3));
            case 1 -> scene.act("history " + (random.nextInt(3) == 0 ? "lost" : "found"));
            case 2 -> scene.act("large " + MAILBOXES.get(random.nextInt(2)) + " 70");
            case 3, 4 -> {
                quiet(client);
                agrees(client);
            }
            default -> {
                if (client.busy()) {
                    client.finish();
                } else {
                    client.begin();
                }
            }
        }
    }

    private static void quiet(RandomClient client) throws IOException {
        if (client.busy()) {
            client.finish();
        }
    }

    /** After NOOP a client has been told everything. */
    private void agrees(RandomClient client) throws IOException, MailException {
        client.say("NOOP");
        Snapshot truth = scene.store()
                .read(
                        FakeAccounts.KATE,
                        scene.store()
                                .mailboxes(FakeAccounts.KATE)
                                .named(client.mailbox())
                                .orElseThrow()
                                .id());
        List<Long> uids = new ArrayList<>();
        List<Set<String>> flags = new ArrayList<>();
        IntStream.range(0, truth.count()).forEach(i -> {
            uids.add(truth.uid(i));
            flags.add(truth.flags(i));
        });
        client.view().compare(uids, flags);
    }

    private static void told(RandomClient client, long seed, Step step) throws IOException, MailException {
        try {
            step.go();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage() + "\n" + client.transcript(), e);
        }
    }

    @FunctionalInterface
    private interface Step {
        void go() throws IOException, MailException;
    }
}
