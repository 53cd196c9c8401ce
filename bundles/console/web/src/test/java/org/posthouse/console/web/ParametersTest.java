package org.posthouse.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ParametersTest {
    @Test
    void whatTheFormSaysComesBeforeWhatTheAddressSays() {
        Map<String, List<String>> values =
                Parameters.of(Map.of("id", new String[] {"old", "new"}, "q", new String[] {"hay"}), "id=old&q=hay");
        assertThat(values).containsEntry("id", List.of("new", "old")).containsEntry("q", List.of("hay"));
    }

    @Test
    void anAddressThatIsNotWellEncodedHarmsNothing() {
        assertThat(Parameters.of(Map.of("id", new String[] {"new"}), "%zz=1&&="))
                .containsEntry("id", List.of("new"));
        assertThat(Parameters.of(Map.of(), null)).isEmpty();
    }
}
