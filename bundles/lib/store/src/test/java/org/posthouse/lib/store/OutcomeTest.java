package org.posthouse.lib.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.Committed.Made;
import org.posthouse.api.store.ModSeq;

final class OutcomeTest {
    @Test
    void whatIsKeptComesBack() throws IOException {
        Committed committed = new Committed(
                new ModSeq(77),
                List.of(
                        new Made(0, "a", 0, 5),
                        new Made(1, "a", 0, 6),
                        new Made(2, "b", 10, 1),
                        new Made(2, "b", 11, 2),
                        new Made(2, "b", 14, 3)));
        assertThat(Outcome.decode(Outcome.encode(committed))).isEqualTo(committed);
        Committed nothing = new Committed(new ModSeq(1), List.of());
        assertThat(Outcome.decode(Outcome.encode(nothing))).isEqualTo(nothing);
    }

    @Test
    void aRunOfManyTakesLittle() throws IOException {
        List<Made> made = new ArrayList<>();
        for (int i = 1; i <= 10_000; i++) {
            made.add(new Made(0, "box", i, 50_000 + i));
        }
        Committed committed = new Committed(new ModSeq(9), made);
        assertThat(Outcome.encode(committed)).hasSizeLessThan(100);
        assertThat(Outcome.decode(Outcome.encode(committed))).isEqualTo(committed);
    }

    @Test
    void aLaterVersionIsRefused() {
        assertThatThrownBy(() -> Outcome.decode(new byte[] {9, 0, 0})).isInstanceOf(IOException.class);
    }
}
