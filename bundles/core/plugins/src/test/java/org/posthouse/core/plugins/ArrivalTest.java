package org.posthouse.core.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.startlevel.FrameworkStartLevel;

class ArrivalTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private final AtomicLong now = new AtomicLong();
    private FelixHouse felix;

    @BeforeEach
    void start() throws Exception {
        felix = new FelixHouse(folder);
    }

    @AfterEach
    void stop() throws Exception {
        felix.stop();
    }

    @Test
    void patienceBeginsWhenTheFrameworkHasComeToItsLevelHoweverLongThatTakes() {
        FrameworkStartLevel level = felix.context().getBundle(0).adapt(FrameworkStartLevel.class);
        Arrival arrival = new Arrival(felix.context(), level.getStartLevel(), now::get);
        now.addAndGet(PATIENCE.multipliedBy(4).toNanos());
        assertThat(arrival.ago(Duration.ZERO)).isFalse();
        level.setStartLevel(level.getStartLevel() + 3);
        await().until(() -> arrival.ago(Duration.ZERO));
        assertThat(arrival.ago(PATIENCE)).isFalse();
        now.addAndGet(PATIENCE.toNanos());
        assertThat(arrival.ago(PATIENCE)).isTrue();
    }

    @Test
    void whoIsStartedLaterFindsItThere() {
        assertThat(new Arrival(felix.context(), 0, now::get).ago(Duration.ZERO)).isTrue();
    }
}
