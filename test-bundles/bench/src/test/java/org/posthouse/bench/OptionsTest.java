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
        assertThat(options.servers().peers()).containsExactly("maildir", "sdbox");
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
                        Length.QUICK.idle(),
                        Length.QUICK.minutes(),
                        Length.QUICK.stored(),
                        0));
        assertThat(of("--rate", "800").length().rate()).isEqualTo(800);
    }

    @Test
    void workloadsAreChosenByNameWithAndWithoutAnOption() {
        Options options = of("--only", "login,idle", "--json", "y.json", "fetch", "--peers", "none");
        assertThat(options.workloads()).extracting(Workload::name).containsExactly("login", "idle", "fetch");
        assertThat(options.json()).isEqualTo(Path.of("y.json"));
        assertThat(options.servers().peers()).isEmpty();
    }

    @Test
    void figuresOfAnEarlierRunCanBeComparedWith() {
        assertThat(of("--compare", "old.json", "--quick").former()).hasValue(Path.of("old.json"));
        assertThat(of().former()).isEmpty();
    }

    @Test
    void newHomesHaveTheLogAndOtherStoresAreAskedFor() {
        assertThat(of().servers().stores()).containsExactly("log");
        assertThat(of("--store", "jdbc").servers().stores()).containsExactly("jdbc");
        assertThat(of("--store", "jdbc,log", "--peers", "none").servers())
                .isEqualTo(new Options.Servers(List.of("jdbc", "log"), List.of()));
        assertThatThrownBy(() -> of("--store", "maildir"))
                .hasMessage("--store needs log, jdbc or log,jdbc, not maildir");
    }

    @Test
    void whatLastsLongIsDoneOnlyWhenItIsAskedFor() {
        assertThat(of().workloads()).extracting(Workload::name).doesNotContain("sustained", "growth");
        Options sustained = of("--sustain", "3");
        assertThat(sustained.workloads()).extracting(Workload::name).containsExactly("sustained");
        assertThat(sustained.length().minutes()).isEqualTo(3);
        Options growth = of("growth", "--stored", "100000");
        assertThat(growth.workloads()).extracting(Workload::name).containsExactly("growth");
        assertThat(growth.length().stored()).isEqualTo(100_000);
        assertThatThrownBy(() -> of("--stored", "10")).hasMessageContaining("--stored needs a number from 1000");
    }

    @Test
    void postfixIsBothFormats() {
        assertThat(of("--peers", "postfix").servers().peers()).containsExactly("maildir", "sdbox");
        assertThat(of("--peers", "sdbox").servers().peers()).containsExactly("sdbox");
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
