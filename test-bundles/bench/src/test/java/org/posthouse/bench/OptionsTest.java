package org.posthouse.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthouse.bench.work.Length;
import org.posthouse.bench.work.Workload;
import org.posthouse.bench.work.Workloads;

final class OptionsTest {
    private static Options of(String... words) {
        return Options.of(List.of(words), Path.of("x.json"));
    }

    @Test
    void withoutWordsAllWorkloadsAreDoneInFullAtAllPeers() {
        Options options = of();
        assertThat(options.workloads()).hasSameSizeAs(Workloads.all());
        assertThat(options.peers()).containsExactly("maildir", "sdbox");
        assertThat(options.length()).isEqualTo(Length.FULL);
    }

    @Test
    void whatShortensIsChangedByWhatIsSaidBeforeItToo() {
        Options options = of("--seconds", "7", "--quick", "--sessions", "2,4", "--rounds", "5");
        assertThat(options.length())
                .isEqualTo(new Length(
                        Length.QUICK.warm(),
                        Duration.ofSeconds(7),
                        5,
                        List.of(2, 4),
                        Length.QUICK.messages(),
                        Length.QUICK.idle()));
    }

    @Test
    void workloadsAreChosenByNameWithAndWithoutAnOption() {
        Options options = of("--only", "login,idle", "--json", "y.json", "fetch", "--peers", "none");
        assertThat(options.workloads()).extracting(Workload::name).containsExactly("login", "idle", "fetch");
        assertThat(options.json()).isEqualTo(Path.of("y.json"));
        assertThat(options.peers()).isEmpty();
    }

    @Test
    void figuresOfAnEarlierRunCanBeComparedWith() {
        assertThat(of("--compare", "old.json", "--quick").former()).hasValue(Path.of("old.json"));
        assertThat(of().former()).isEmpty();
    }

    @Test
    void postfixIsBothFormats() {
        assertThat(of("--peers", "postfix").peers()).containsExactly("maildir", "sdbox");
        assertThat(of("--peers", "sdbox").peers()).containsExactly("sdbox");
    }

    @Test
    void whatIsNotUnderstoodIsNamed() {
        assertThatThrownBy(() -> of("--only", "smpt"))
                .hasMessageContaining("smpt")
                .hasMessageContaining("smtp-1k");
        assertThatThrownBy(() -> of("--rounds", "0")).hasMessage("--rounds needs a number from 1 to 9999, not 0");
        assertThatThrownBy(() -> of("--slow")).hasMessage("there is no option --slow");
        assertThatThrownBy(() -> of("--json")).hasMessage("--json needs a value");
        assertThatThrownBy(() -> of("--peers", "exim")).hasMessageContaining("exim");
    }

    @Test
    void theUsageFitsATerminal() {
        assertThat(Options.USAGE.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
    }
}
