package org.posthouse.lib.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RingTest {
    private final Ring ring = new Ring(1 << 20);

    private static byte[] octets(long content) {
        byte[] octets = new byte[(int) (content * 37 % 700)];
        new Random(content).nextBytes(octets);
        return octets;
    }

    @Test
    void whatWasPutInIsThere() {
        ring.put(7, "seven".getBytes(UTF_8));
        ring.put(8, new byte[0]);
        assertThat(ring.get(7)).hasValue("seven".getBytes(UTF_8));
        assertThat(ring.get(8)).hasValue(new byte[0]);
        assertThat(ring.get(9)).isEmpty();
    }

    @Test
    void theEldestLeaveAndNobodyIsTakenForAnother() {
        int count = 100_000;
        for (long content = 1; content <= count; content++) {
            ring.put(content, octets(content));
        }
        assertThat(ring.get(count)).hasValue(octets(count));
        assertThat(ring.get(1)).isEmpty();
        int kept = 0;
        for (long content = 1; content <= count; content++) {
            byte[] expected = octets(content);
            if (ring.get(content).isPresent()) {
                assertThat(ring.get(content)).hasValue(expected);
                kept++;
            }
        }
        assertThat(kept).isBetween(1_500, 3_500);
    }

    @Test
    void numbersInEvenStepsRarelyPushEachOtherOut() {
        byte[] some = "some".getBytes(UTF_8);
        for (long step : new long[] {1, 64, 2_912, 65_536, 1L << 32}) {
            Ring fresh = new Ring(1 << 20);
            for (long i = 1; i <= 10_000; i++) {
                fresh.put(i * step, some);
            }
            long kept = LongStream.rangeClosed(1, 10_000)
                    .filter(i -> fresh.get(i * step).isPresent())
                    .count();
            assertThat(kept).as("in steps of %d", step).isGreaterThan(9_900);
        }
    }

    @Test
    void whoeverIsPushedOutIsNotMistakenForAnother() {
        Random random = new Random(1);
        long[] numbers = random.longs(60_000).toArray();
        for (long number : numbers) {
            ring.put(number, Long.toString(number % 100).getBytes(UTF_8));
        }
        long kept = 0;
        for (long number : numbers) {
            Optional<byte[]> found = ring.get(number);
            found.ifPresent(octets -> assertThat(octets).asString(UTF_8).isEqualTo(Long.toString(number % 100)));
            kept += found.isPresent() ? 1 : 0;
        }
        assertThat(kept).isBetween(40_000L, 59_000L);
    }

    @Test
    void aVeryLongOneIsNotKept() {
        ring.put(1, new byte[100_000]);
        assertThat(ring.get(1)).isEmpty();
    }

    @Test
    void withoutRoomNothingIsKept() {
        Ring none = new Ring(0);
        none.put(1, new byte[10]);
        assertThat(none.get(1)).isEmpty();
    }
}
