package org.posthouse.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OptionsTest {
    @Test
    void helpFitsEveryTerminal() {
        assertThat(Options.USAGE.lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void everyOptionIsUnderstood() {
        Options options = parse("run --home /h --port-offset 10000 --bind ::1 --safe");
        assertThat(options.home()).contains(Path.of("/h"));
        assertThat(options.portOffset()).isEqualTo(10000);
        assertThat(options.bind()).contains("::1");
        assertThat(options.safe()).isTrue();
        assertThat(options.demo()).isFalse();
    }

    @Test
    void aValueMayStandBehindAnEqualsSign() {
        Options options = parse("run --home=/h --port-offset=10000 -h");
        assertThat(options.home()).contains(Path.of("/h"));
        assertThat(options.portOffset()).isEqualTo(10000);
        assertThat(options.help()).isTrue();
        assertThatThrownBy(() -> parse("run --home= --demo")).hasMessage("--home needs a value");
    }

    @Test
    void theLastOfTwoHolds() {
        assertThat(parse("run --port-offset 1 --port-offset 2").portOffset()).isEqualTo(2);
    }

    @Test
    void demoBindsLoopback() {
        assertThat(parse("run --demo").bind()).contains("127.0.0.1");
    }

    @Test
    void demoOnAnotherAddressIsRefused() {
        assertThatThrownBy(() -> parse("run --demo --bind 0.0.0.0"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("127.0.0.1 only");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run --hom /h",
                "run --home",
                "run --home --demo",
                "run --port-offset x",
                "run --port-offset -1",
                "run --port-offset 60000",
                "run --bind a/b",
                "run run",
                "start"
            })
    void whatIsNotUnderstoodIsWrongUsage(String arguments) {
        assertThatThrownBy(() -> parse(arguments)).isInstanceOf(UsageException.class);
    }

    private static Options parse(String arguments) {
        return Options.parse(List.of(arguments.split(" ", -1)));
    }
}
