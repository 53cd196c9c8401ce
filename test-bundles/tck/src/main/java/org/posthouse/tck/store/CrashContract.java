package org.posthouse.tck.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.Snapshot;
import org.posthouse.api.store.StoreOp;
import org.posthouse.spi.store.StoreBackend;

/**
 * What survives {@code kill -9} at any moment: everything acknowledged, once, with its UIDs, flags and modseqs; and what was not answered
 * is done once when it is asked for again.
 */
public interface CrashContract {
    int ACCOUNTS = 8;
    List<String> BOXES = List.of("box-inbox", "box-other");

    /** Opens the store that the contract is about. */
    Class<? extends StoreFolder> folder();

    /** Looks into a store that has been opened after a crash for more than the contract says. */
    default void lookInto(StoreBackend store) throws Exception {}

    @Test
    default void whatWasAcknowledgedSurvivesAKillAndNothingIsThereTwice(@TempDir Path home) throws Exception {
        Random random = new Random(Long.getLong("posthouse.seed", 42));
        int rounds = Boolean.getBoolean("posthouse.long") ? 50 : 5;
        List<Client> clients = IntStream.range(0, ACCOUNTS)
                .mapToObj(i -> new Client(i, random.nextLong()))
                .toList();
        for (int round = 0; round < rounds; round++) {
            new Killed(clients, 30 + random.nextInt(round % 2 == 0 ? 60 : 400)).run(folder(), home);
            StoreFolder folder = folder().getDeclaredConstructor().newInstance();
            try {
                StoreBackend store = folder.open(home);
                for (Client client : clients) {
                    client.check(store);
                }
                lookInto(store);
            } finally {
                folder.close();
            }
        }
    }

    /** An account and its only client, which knows what it was told. */
    final class Client {
        private final AccountId account;
        private final ModelAccount model = new ModelAccount(BOXES);
        private final Random random;
        private int operations;
        private Optional<Asked> unanswered = Optional.empty();
        private Optional<Asked> answered = Optional.empty();
        private Optional<Committed> answer = Optional.empty();

        private record Asked(String operationId, List<StoreOp> steps) {}

        Client(int number, long seed) {
            account = new AccountId("account-" + number);
            random = new Random(seed);
        }

        /** What it asks for next; one thing at a time. */
        String ask() {
            List<StoreOp> steps = operations == 0
                    ? List.of(
                            new StoreOp.CreateMailbox(BOXES.get(0), "INBOX"),
                            new StoreOp.CreateMailbox(BOXES.get(1), "Other"))
                    : model.randomSteps(random);
            unanswered = Optional.of(new Asked("operation-" + operations++, steps));
            return account + " " + unanswered.get().operationId() + " " + Steps.print(steps);
        }

        void hear(Committed committed) {
            answered = unanswered;
            answer = Optional.of(committed);
            unanswered = Optional.empty();
            model.apply(answered.orElseThrow().steps(), committed);
        }

        /** The store knows what it was told, and does what is asked again once. */
        void check(StoreBackend store) throws Exception {
            if (unanswered.isPresent()) {
                hear(commit(store, unanswered.get()));
            }
            if (answered.isPresent()) {
                assertThat(Optional.of(commit(store, answered.get()))).isEqualTo(answer);
                for (String box : BOXES) {
                    check(store, box);
                }
                assertThat(store.usage(account).messages()).isEqualTo(model.messages());
            }
        }

        private Committed commit(StoreBackend store, Asked asked) throws Exception {
            return store.commit(account, asked.operationId(), Optional.empty(), asked.steps());
        }

        private void check(StoreBackend store, String box) throws Exception {
            Snapshot snapshot = store.read(account, box);
            model.assertSameAs(snapshot);
            for (long uid : StoreUnderTest.uids(snapshot)) {
                try (Content content = store.content(account, box, uid)) {
                    content.check();
                    assertThat(new String(content.bytes(0, 1000), UTF_8)).isEqualTo(model.text(box, uid));
                }
                assertThat(store.structure(account, box, uid))
                        .asString(UTF_8)
                        .isEqualTo("structure of " + model.text(box, uid));
            }
        }
    }

    /** A process that is killed when it has answered so many times. */
    final class Killed {
        private final List<Client> clients;
        private final int answers;
        private final Map<Integer, Client> asking = new HashMap<>();
        private int asked;

        Killed(List<Client> clients, int answers) {
            this.clients = clients;
            this.answers = answers;
        }

        void run(Class<? extends StoreFolder> folder, Path home) throws IOException, InterruptedException {
            Process process = CommittingProcess.start(folder, home);
            try (BufferedReader hears = process.inputReader(UTF_8);
                    PrintStream says = new PrintStream(process.getOutputStream(), true, UTF_8)) {
                clients.forEach(client -> ask(client, says));
                for (int i = 0; i < answers; i++) {
                    String line = hears.readLine();
                    assertThat(line).as("the process's word").isNotNull();
                    ask(hear(line), says);
                }
                // By its handle, as the process itself would close what is still to be read.
                assertThat(process.toHandle().destroyForcibly()).isTrue();
                process.waitFor();
                // The last line may have been broken off.
                hears.lines()
                        .filter(line -> line.endsWith(CommittingProcess.END))
                        .forEach(this::hear);
            } finally {
                process.destroyForcibly();
            }
        }

        private void ask(Client client, PrintStream says) {
            asking.put(asked, client);
            says.println(asked++ + " " + client.ask());
        }

        private Client hear(String line) {
            String[] words = line.split(" ", -1);
            Client client = asking.remove(Integer.valueOf(words[0]));
            client.hear(Steps.parseCommitted(words[1]));
            return client;
        }
    }
}
