package org.posthouse.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.StoreOp;

class OperationsTest {
    private static final AccountId KATE = new AccountId("kate");
    private static final int THREADS = 8;
    private static final int EACH = 20;

    @TempDir
    private Path folder;

    private static Committed deliver(JdbcStore store, String operationId) throws MailException {
        return store.commit(KATE, operationId, Optional.empty(), List.of(CrashingWriter.append(operationId)));
    }

    @Test
    void whatWasDeliveredBeforeTheServerEndedIsNotDeliveredAgainAndHoldsUpNobody() throws Exception {
        try (TestHome home = new TestHome(folder)) {
            StoreOp box = new StoreOp.CreateMailbox(CrashingWriter.BOX, "INBOX");
            home.open().commit(KATE, "create", Optional.empty(), List.of(box));
            List<Committed> before = new ArrayList<>();
            for (int i = 0; i < EACH; i++) {
                before.add(deliver(home.open(), "old " + i));
            }
            home.closeStore();
            JdbcStore store = home.open();
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            List<Callable<Void>> work = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int mine = i;
                work.add(() -> {
                    for (int n = 0; n < EACH; n++) {
                        deliver(store, "new " + mine + " " + n);
                        assertThat(deliver(store, "old " + n)).isEqualTo(before.get(n));
                    }
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
            threads.shutdown();
            assertThat(store.read(KATE, CrashingWriter.BOX).count()).isEqualTo(EACH + THREADS * EACH);
            assertThat(store.troubles()).isEmpty();
            Awaitility.await().until(() -> contents(home) == EACH + THREADS * EACH);
        }
    }

    /** Files with something in them: others are made ahead. */
    private static long contents(TestHome home) throws Exception {
        try (Stream<Path> files = Files.walk(home.contents())) {
            return files.map(Path::toFile)
                    .filter(file -> file.isFile() && file.length() > 0)
                    .count();
        }
    }
}
