package org.posthouse.store.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
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
    void numbersFarApartPushEachOtherOutAndAreNotMistaken() {
        ring.put(5, "near".getBytes(UTF_8));
        ring.put(5 + (1L << 40), "far".getBytes(UTF_8));
        assertThat(ring.get(5)).isEmpty();
        assertThat(ring.get(5 + (1L << 40))).hasValue("far".getBytes(UTF_8));
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
