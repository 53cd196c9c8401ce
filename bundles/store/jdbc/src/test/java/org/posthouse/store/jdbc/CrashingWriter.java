package org.posthouse.store.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.StoreOp;

/**
 * A process that writes to a store until it is killed. Says what it is about to do, and what was acknowledged: {@code try append
 * account text}, {@code done append account text uid}, and so on.
 */
final class CrashingWriter {
    static final int THREADS = 6;
    static final String BOX = "box";

    private CrashingWriter() {}

    /** Arguments: home, number of the round. */
    public static void main(String[] arguments) {
        JdbcStore store = new TestHome(Path.of(arguments[0])).open();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        for (int i = 0; i < THREADS; i++) {
            AccountId account = new AccountId("account-" + i);
            threads.execute(() -> new Writing(store, account, arguments[1], System.out).run());
        }
    }

    static StoreOp append(String text) {
        byte[] octets = text.getBytes(UTF_8);
        return new StoreOp.Append(BOX, Content.of(octets), octets, Set.of(), Instant.EPOCH, text);
    }

    /** One account's only writer. */
    private record Writing(JdbcStore store, AccountId account, String round, PrintStream says) {
        void run() {
            try {
                if (store.mailboxes(account).all().isEmpty()) {
                    commit("create " + account, new StoreOp.CreateMailbox(BOX, "INBOX"));
                }
                Deque<Long> uids = new ArrayDeque<>();
                for (int i = 0; ; i++) {
                    String text = round + "-" + i;
                    says.println("try append " + account + " " + text);
                    long uid = commit(text, append(text)).made().get(0).uid();
                    says.println("done append " + account + " " + text + " " + uid);
                    uids.add(uid);
                    if (i % 3 == 2) {
                        change(text, "flag", uid, new StoreOp.Flags(BOX, new long[] {uid}, Set.of("\\Seen"), Set.of()));
                    }
                    if (i % 4 == 3) {
                        long gone = uids.remove();
                        change(text, "expunge", gone, new StoreOp.Expunge(BOX, new long[] {gone}));
                    }
                }
            } catch (Exception failure) {
                failure.printStackTrace();
                Runtime.getRuntime().halt(1);
            }
        }

        private void change(String text, String what, long uid, StoreOp step) throws Exception {
            says.println("try " + what + " " + account + " " + uid);
            commit(what + text, step);
            says.println("done " + what + " " + account + " " + uid);
        }

        private Committed commit(String operationId, StoreOp step) throws Exception {
            return store.commit(account, operationId, Optional.empty(), List.of(step));
        }
    }
}
