package org.posthouse.cnf.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.posthouse.launcher.feature.FeatureException;

final class PlaceholdersTest {
    private final Placeholders placeholders = new Placeholders(Map.of("a.version", "1$2\\3")::get);

    @Test
    void aVersionIsFilledInAsItIs() {
        assertThat(placeholders.fill("f.json", "g:a:${a.version}, ${a.version}"))
                .isEqualTo("g:a:1$2\\3, 1$2\\3");
    }

    @Test
    void aVersionNobodyKnowsNamesTheFile() {
        assertThatThrownBy(() -> placeholders.fill("f.json", "g:b:${b.version}"))
                .isInstanceOf(FeatureException.class)
                .hasMessage("f.json: no version or property ${b.version}");
    }
}
