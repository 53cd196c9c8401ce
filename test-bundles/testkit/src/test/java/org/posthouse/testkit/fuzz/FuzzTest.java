package org.posthouse.testkit.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FuzzTest {
    private static final List<String> CORPUS = List.of("RCPT TO:<kate@school.edu>", "NOOP");

    @Test
    void theSameInputsComeInEachRunAndTheyDiffer() {
        List<Integer> first = hashes();
        assertThat(first).hasSize(500).isEqualTo(hashes());
        assertThat(first.stream().distinct().count()).isGreaterThan(300);
    }

    private static List<Integer> hashes() {
        Mutations mutations = new Mutations(
                CORPUS.stream().map(text -> text.getBytes(ISO_8859_1)).toList(), List.of());
        List<Integer> hashes = new ArrayList<>();
        for (int seed = 0; seed < 500; seed++) {
            hashes.add(Arrays.hashCode(mutations.next(new Random(seed))));
        }
        return hashes;
    }

    @Test
    void aFailureNamesItsSeedAndInput() {
        assertThatThrownBy(() -> Fuzz.of(CORPUS).feed(input -> {
                    if (input.length == 0 || input[0] != 'R') {
                        throw new IllegalStateException("found");
                    }
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageMatching("(?s)-Dposthouse.fuzz.seed=\\d+ fails with \\d+ octets \".*\"")
                .hasRootCauseMessage("found");
    }

    @Test
    void wordsOfTheGrammarArePutIn() {
        List<String> met = new ArrayList<>();
        Fuzz.of(CORPUS).words("SIZE=").rounds(500).feed(input -> met.add(new String(input, ISO_8859_1)));
        assertThat(met).anyMatch(input -> input.contains("SIZE="));
    }
}
