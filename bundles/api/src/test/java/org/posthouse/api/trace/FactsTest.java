package org.posthouse.api.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class FactsTest {
    private static Map<String, String> facts(int count) {
        TraceStep.Builder step = TraceStep.at(Instant.EPOCH, "message");
        for (int i = count; i > 0; i--) {
            step.fact("fact " + i, "old").fact("fact " + i, "value " + i);
        }
        return step.build().facts();
    }

    @Test
    void theyAreAMapLikeAnyOther() {
        Map<String, String> same = new LinkedHashMap<>();
        for (int i = 20; i > 0; i--) {
            same.put("fact " + i, "value " + i);
        }
        Map<String, String> facts = facts(20);
        assertThat(facts).isEqualTo(same).hasSameHashCodeAs(same).hasToString(same.toString());
        assertThat(same).isEqualTo(facts);
        Map<String, String> told = new LinkedHashMap<>();
        facts.forEach(told::put);
        assertThat(told).containsExactlyEntriesOf(same);
        assertThat(facts).containsKey("fact 7").doesNotContainKey("fact 21").doesNotContainKey(null);
        assertThat(facts.get("value 7")).isNull();
    }

    @Test
    void noneAreAnEmptyMap() {
        assertThat(facts(0)).isEmpty();
        assertThatThrownBy(() -> facts(0).entrySet().iterator().next()).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void nobodyChangesThem() {
        assertThatThrownBy(() -> facts(1).put("fact 1", "other")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> facts(1).remove("fact 1")).isInstanceOf(UnsupportedOperationException.class);
    }
}
