package org.posthouse.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.posthouse.api.net.Client;
import org.posthouse.api.plugin.SeatRow;
import org.posthouse.spi.protocol.ProtocolHandler;
import org.posthouse.testkit.FakeSeats;

class ProtocolTest {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);
    private final FakeSeats seats = new FakeSeats();
    private final SeatRow<ProtocolHandler> row = seats.open(ProtocolHandler.class, seat -> {});
    private final Protocol protocol =
            new Protocol("parrot", () -> row.where(ProtocolHandler.PROTOCOL, "parrot"), () -> {});

    /** Thinks long about its farewells. */
    private final class Ponderous implements ProtocolHandler {
        @Override
        public Conversation open(Client client) {
            throw new IllegalStateException();
        }

        @Override
        public Optional<Conversation> resume(Client client, HandOver state) {
            return Optional.empty();
        }

        @Override
        public String farewell(boolean greeted, String reason) {
            asked.countDown();
            try {
                answer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return "BYE";
        }
    }

    @Test
    void aVersionThatThinksOfItsFarewellHoldsUpNobodyElse() throws InterruptedException {
        seats.fill(
                ProtocolHandler.class,
                "org.posthouse.protocol.parrot",
                "1",
                new Ponderous(),
                Map.of(ProtocolHandler.PROTOCOL, "parrot"));
        AtomicInteger woken = new AtomicInteger();
        protocol.await(woken::incrementAndGet);
        CompletableFuture<Optional<Tenure>> first = CompletableFuture.supplyAsync(protocol::tenure);
        asked.await();
        assertThat(CompletableFuture.supplyAsync(protocol::tenure))
                .succeedsWithin(Duration.ofMinutes(2))
                .isEqualTo(Optional.empty());
        assertThat(CompletableFuture.runAsync(protocol::close)).succeedsWithin(Duration.ofMinutes(2));
        answer.countDown();
        assertThat(first.join()).isPresent();
        assertThat(woken).hasValue(1);
        assertThat(protocol.tenure()).isEqualTo(first.join());
        protocol.close();
        assertThat(seats.pins("org.posthouse.protocol.parrot")).isZero();
        row.close();
    }
}
