package org.posthouse.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class NearestTest {
    @Test
    void aSlipIsOneStepWhateverItIs() {
        assertThat(Nearest.distance("queue", "queue")).isZero();
        assertThat(Nearest.distance("quue", "queue")).isEqualTo(1);
        assertThat(Nearest.distance("queeue", "queue")).isEqualTo(1);
        assertThat(Nearest.distance("qeueu", "queue")).isEqualTo(2);
        assertThat(Nearest.distance("uqeue", "queue")).isEqualTo(1);
        assertThat(Nearest.distance("", "queue")).isEqualTo(5);
    }

    @Test
    void onlyWhatIsNearIsMeant() {
        List<String> words = List.of("account", "alias", "audit");
        assertThat(Nearest.to("acount", words)).contains("account");
        assertThat(Nearest.to("audti", words)).contains("audit");
        assertThat(Nearest.to("frobnicate", words)).isEmpty();
        assertThat(Nearest.to("", words)).isEmpty();
    }
}
