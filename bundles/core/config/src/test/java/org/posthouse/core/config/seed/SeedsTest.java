package org.posthouse.core.config.seed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeedsTest {
    @TempDir
    Path folder;

    private Seeds seeds(Map<String, Map<String, Object>> seeds) {
        return new Seeds(seeds, folder.resolve("data/seeded"));
    }

    @Test
    void aSeedIsSownOnceAndOnlyWhereNothingGrows() throws Exception {
        Seeds first = seeds(Map.of("a", Map.of("x", 1), "b", Map.of("x", 2)));
        assertThat(first.due(Set.of("b"))).containsOnlyKeys("a");
        first.sown();
        Seeds second = seeds(Map.of("a", Map.of("x", 1), "b", Map.of("x", 2), "c", Map.of("x", 3)));
        assertThat(second.due(Set.of())).containsOnlyKeys("c");
    }
}
