package org.posthouse.tck.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.posthouse.api.mail.AccountId;
import org.posthouse.spi.store.StoreBackend;

/**
 * A process that commits what it is told until it is killed: {@code number account operation steps} comes in, {@code number result .} goes
 * out once it is acknowledged.
 */
final class CommittingProcess {
    /** Ends each line that is whole. */
    static final String END = " .";

    private static final int THREADS = 16;

    private CommittingProcess() {}

    /** Arguments: class of the {@link StoreFolder}, home. */
    public static void main(String[] arguments) throws Exception {
        StoreFolder folder = Class.forName(arguments[0])
                .asSubclass(StoreFolder.class)
                .getDeclaredConstructor()
                .newInstance();
        StoreBackend store = folder.open(Path.of(arguments[1]));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
            for (String line = asked.readLine(); line != null; line = asked.readLine()) {
                String[] words = line.split(" ", -1);
                threads.execute(() -> commit(store, words, System.out));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void commit(StoreBackend store, String[] words, PrintStream says) {
        try {
            String result = Steps.print(
                    store.commit(new AccountId(words[1]), words[2], Optional.empty(), Steps.parse(words[3])));
            says.println(words[0] + " " + result + END);
        } catch (Exception failure) {
            failure.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    /** One that is ready to be told. */
    static Process start(Class<? extends StoreFolder> folder, Path home) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx192m",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CommittingProcess.class.getName(),
                        folder.getName(),
                        home.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
