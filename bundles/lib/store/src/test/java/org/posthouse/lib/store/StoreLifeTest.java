package org.posthouse.lib.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.MailException.Kind;

final class StoreLifeTest {
    private static final Duration SHORT = Duration.ofMillis(1);

    @TempDir
    private Path folder;

    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private final class Fake implements StoreLife.Opened {
        @Override
        public CompletableFuture<Void> end() {
            return ended;
        }

        @Override
        public List<String> troubles() {
            return List.of("a trouble");
        }
    }

    private StoreLife<Fake> life() {
        return new StoreLife<>(Claim.alone(folder), opened -> new Fake(), SHORT);
    }

    private Optional<Possession> taken() throws Exception {
        return Possession.take(folder.resolve("lock"), Duration.ZERO);
    }

    @Test
    void theLockGoesWithTheLastWhoWrites() throws Exception {
        StoreLife<Fake> life = life();
        assertThat(life.store()).isSameAs(life.store());
        assertThat(taken()).isEmpty();
        life.close();
        assertThat(taken()).isEmpty();
        ended.complete(null);
        try (Possession next = taken().orElseThrow()) {
            assertThat(next).isNotNull();
        }
    }

    @Test
    void whoIsClosedIsNotOpenedAgain() throws Exception {
        ended.complete(null);
        StoreLife<Fake> life = life();
        life.close();
        life.close();
        assertThatThrownBy(life::store)
                .isInstanceOfSatisfying(MailException.class, failure -> assertThat(failure.kind())
                        .isEqualTo(Kind.RETRY));
        assertThat(taken()).isPresent();
    }

    @Test
    void whatCannotBeOpenedIsTriedAgainAndTold() throws Exception {
        ended.complete(null);
        AtomicInteger attempts = new AtomicInteger();
        try (StoreLife<Fake> life = new StoreLife<>(Claim.alone(folder), opened -> {
            if (attempts.incrementAndGet() < 2) {
                throw new IOException("not ready");
            }
            return new Fake();
        })) {
            assertThatThrownBy(life::store).isInstanceOf(MailException.class).hasRootCauseMessage("not ready");
            assertThat(life.troubles()).first().asString().startsWith("store: it is not open");
            assertThat(life.store().troubles()).isEqualTo(life.troubles()).containsExactly("a trouble");
        }
    }
}
