package org.posthouse.store.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class StructuresTest {
    private final Structures structures = new Structures(1 << 20);

    private static byte[] structure(long content) {
        byte[] octets = new byte[(int) (content * 37 % 700)];
        new Random(content).nextBytes(octets);
        return octets;
    }

    @Test
    void whatWasPutInIsThere() {
        structures.put(7, "seven".getBytes(UTF_8));
        structures.put(8, new byte[0]);
        assertThat(structures.get(7)).hasValue("seven".getBytes(UTF_8));
        assertThat(structures.get(8)).hasValue(new byte[0]);
        assertThat(structures.get(9)).isEmpty();
    }

    @Test
    void theEldestLeaveAndNobodyIsTakenForAnother() {
        int count = 100_000;
        for (long content = 1; content <= count; content++) {
            structures.put(content, structure(content));
        }
        assertThat(structures.get(count)).hasValue(structure(count));
        assertThat(structures.get(1)).isEmpty();
        int kept = 0;
        for (long content = 1; content <= count; content++) {
            byte[] expected = structure(content);
            if (structures.get(content).isPresent()) {
                assertThat(structures.get(content)).hasValue(expected);
                kept++;
            }
        }
        assertThat(kept).isBetween(1_500, 3_500);
    }

    @Test
    void numbersFarApartPushEachOtherOutAndAreNotMistaken() {
        structures.put(5, "near".getBytes(UTF_8));
        structures.put(5 + (1L << 40), "far".getBytes(UTF_8));
        assertThat(structures.get(5)).isEmpty();
        assertThat(structures.get(5 + (1L << 40))).hasValue("far".getBytes(UTF_8));
    }

    @Test
    void aVeryLongOneIsNotKept() {
        structures.put(1, new byte[100_000]);
        assertThat(structures.get(1)).isEmpty();
    }

    @Test
    void withoutRoomNothingIsKept() {
        Structures none = new Structures(0);
        none.put(1, new byte[10]);
        assertThat(none.get(1)).isEmpty();
    }
}
