package org.posthouse.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;

class SeatTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final Seat seat = new Seat();

    @BeforeEach
    void make() throws IOException {
        Files.createDirectories(folder.resolve("features"));
        Files.writeString(
                folder.resolve("features/none.json"), "{\"feature-resource-version\":\"1.0\",\"bundles\":[]}");
    }

    private Server server(Consumer<BundleContext> offers) {
        try {
            return new Server(
                    Map.of(
                            FrameworkProperties.FEATURES,
                            "none",
                            Constants.FRAMEWORK_STORAGE,
                            folder.resolve("cache").toString()),
                    Bundles.read(folder),
                    offers);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Does not stop before it may. */
    private static Consumer<BundleContext> stubborn(CountDownLatch may) {
        return framework -> framework.addBundleListener((SynchronousBundleListener) event -> {
            if (event.getType() == BundleEvent.STOPPING && event.getBundle().getBundleId() == 0) {
                await(may);
            }
        });
    }

    private static void await(CountDownLatch may) {
        try {
            may.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void theNextOneIsLetInWhenTheFormerHasStopped() throws Exception {
        seat.take(() -> server(framework -> {})).start();
        assertThatThrownBy(() -> seat.take(() -> server(framework -> {}))).hasMessageContaining("still runs");
        assertThat(seat.stop(LONG)).isTrue();
        Server next = seat.take(() -> server(framework -> {}));
        next.start();
        assertThat(seat.server()).isSameAs(next);
        assertThat(seat.stop(LONG)).isTrue();
    }

    @Test
    void whatDoesNotStopLetsNobodyIn() throws Exception {
        CountDownLatch may = new CountDownLatch(1);
        seat.take(() -> server(stubborn(may))).start();
        assertThat(seat.stop(Duration.ofMillis(1))).isFalse();
        assertThatThrownBy(() -> seat.take(() -> server(framework -> {})))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("still runs");
        may.countDown();
        assertThat(seat.stop(LONG)).isTrue();
        assertThat(seat.take(() -> server(framework -> {})).stopped()).isFalse();
    }

    @Test
    void onceItIsClosedNobodyComesIn() throws Exception {
        seat.take(() -> server(framework -> {})).start();
        assertThat(seat.close(LONG)).isTrue();
        assertThatThrownBy(() -> seat.take(() -> server(framework -> {})))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the process ends");
    }

    @Test
    void whatWasStoppedBeforeItBeganDoesNotBegin() {
        Server server = seat.take(() -> server(framework -> {}));
        assertThat(seat.stop(LONG)).isTrue();
        assertThatThrownBy(server::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("told to stop");
    }
}
