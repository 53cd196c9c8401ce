package org.posthouse.protocol.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Snapshot;
import org.posthouse.testkit.FakeAccounts;

/** Two clients and a delivery change one mailbox in any order; whatever they are told fits together, and in the end is the truth. */
class ModelTest {
    private static final int ROUNDS = 400;
    private static final List<String> FLAGS = List.of("\\Seen", "\\Flagged", "\\Deleted", "Label");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void twoClientsSeeOneMailbox(long seed) throws MailException {
        Random random = new Random(seed);
        ImapScene scene = new ImapScene();
        scene.act("many INBOX 5");
        scene.act("create Box");
        List<ModelClient> clients = List.of(new ModelClient(scene), new ModelClient(scene));
        clients.forEach(ModelClient::select);
        for (int round = 0; round < ROUNDS; round++) {
            ModelClient client = clients.get(random.nextInt(2));
            if (random.nextInt(4) == 0) {
                client.connection().swap();
            }
            act(client, scene, random);
            if (random.nextInt(5) == 0) {
                agrees(client, scene);
            }
        }
        for (ModelClient client : clients) {
            agrees(client, scene);
        }
    }

    private static void act(ModelClient client, ImapScene scene, Random random) {
        int size = client.messages().size();
        String some = some(size, random);
        switch (random.nextInt(13)) {
            case 0 -> scene.act("many INBOX " + random.nextInt(3));
            case 1 -> scene.act("history " + (random.nextInt(3) == 0 ? "lost" : "found"));
            case 2 -> client.say("APPEND INBOX (\\Draft) {3+}\r\nabc", true);
            case 3 -> client.say("EXPUNGE", true);
            case 4 -> client.say("SEARCH SEEN", false);
            case 5 -> client.say("UID SEARCH ALL", true);
            case 6 -> client.say("UID EXPUNGE " + (1 + random.nextInt(30)) + ":*", true);
            case 7 -> idle(client, scene, random);
            case 8 -> onSome(client, "FETCH " + some + " (UID BODY[1])", size, false);
            case 9 -> onSome(client, "COPY " + some + (random.nextBoolean() ? " INBOX" : " Box"), size, true);
            case 10 -> onSome(client, "MOVE " + some + " Box", size, true);
            case 11 -> silently(client, some, random);
            default -> onSome(client, "STORE " + some + sign(random) + "FLAGS (" + flag(random) + ")", size, false);
        }
    }

    private static void onSome(ModelClient client, String command, int size, boolean expungeAllowed) {
        if (size > 0) {
            assertThat(client.say(command, expungeAllowed)).containsAnyOf(" OK ", " NO [EXPUNGEISSUED] ");
        }
    }

    private static void idle(ModelClient client, ImapScene scene, Random random) {
        client.connection().sendLine("i IDLE");
        scene.act("many INBOX 1");
        if (random.nextBoolean()) {
            client.connection().swap();
        }
        client.connection().sendLine("DONE");
        client.hear("i", true);
    }

    /** What a client asks for silently it takes for done, unless it is told otherwise. */
    private static void silently(ModelClient client, String some, Random random) {
        if (client.messages().isEmpty()) {
            return;
        }
        String flag = flag(random);
        boolean add = random.nextBoolean();
        String[] bounds = some.split(":");
        for (int i = Integer.parseInt(bounds[0]); i <= Integer.parseInt(bounds[1]); i++) {
            ModelClient.Known known = client.messages().get(i - 1);
            known.flags = known.flags.map(flags -> {
                Set<String> changed = new HashSet<>(flags);
                if (add) {
                    changed.add(flag);
                } else {
                    changed.remove(flag);
                }
                return changed;
            });
        }
        client.say("STORE " + some + (add ? " +" : " -") + "FLAGS.SILENT (" + flag + ")", false);
    }

    private static String some(int size, Random random) {
        int first = 1 + random.nextInt(Math.max(1, size));
        int last = first + random.nextInt(Math.max(1, size - first + 1));
        return first + ":" + last;
    }

    private static String sign(Random random) {
        return List.of(" +", " -", " ").get(random.nextInt(3));
    }

    private static String flag(Random random) {
        return FLAGS.get(random.nextInt(FLAGS.size()));
    }

    /** After NOOP a client has been told everything. */
    private static void agrees(ModelClient client, ImapScene scene) throws MailException {
        client.say("NOOP", true);
        String inbox = scene.store()
                .mailboxes(FakeAccounts.KATE)
                .named("INBOX")
                .orElseThrow()
                .id();
        Snapshot truth = scene.store().read(FakeAccounts.KATE, inbox);
        assertThat(client.messages()).hasSize(truth.count());
        for (int i = 0; i < truth.count(); i++) {
            ModelClient.Known known = client.messages().get(i);
            Optional<Long> uid = known.uid;
            Optional<Set<String>> flags = known.flags;
            assertThat(uid.orElse(truth.uid(i))).isEqualTo(truth.uid(i));
            assertThat(flags.orElse(truth.flags(i)))
                    .as("flags of UID %s", truth.uid(i))
                    .isEqualTo(truth.flags(i));
        }
        client.fetchAll();
        assertThat(client.messages().stream()
                        .map(known -> known.uid.orElseThrow())
                        .toList())
                .isEqualTo(
                        IntStream.range(0, truth.count()).mapToObj(truth::uid).collect(Collectors.toList()));
    }
}
