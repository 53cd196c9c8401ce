package org.posthouse.api.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TraceStepTest {
    private static TraceStep.Builder step() {
        return TraceStep.at(Instant.EPOCH, "message");
    }

    @Test
    void aTextThatIsTooLongIsCutAndSaysSo() {
        String longest = "x".repeat(TraceStep.LONGEST);
        TraceStep step = step().verdict(longest)
                .reply("550 " + "y".repeat(1_000_000))
                .fact("z".repeat(5000), longest + "z")
                .build();
        assertThat(step.verdict()).isEqualTo(longest);
        assertThat(step.reply())
                .hasSize(TraceStep.LONGEST)
                .startsWith("550 yyy")
                .endsWith(" … (cut, 1000004 characters)");
        assertThat(step.facts()).allSatisfy((name, value) -> {
            assertThat(name).hasSize(100).endsWith("(cut, 5000 characters)");
            assertThat(value).hasSize(TraceStep.LONGEST).endsWith("(cut, 4001 characters)");
        });
    }

    @Test
    void aCharacterOfTwoHalvesIsNotCutInTwo() {
        for (int lead = 0; lead < 2; lead++) {
            String text = "x".repeat(lead) + "\uD83D\uDCEF".repeat(3000);
            String cut = step().verdict(text).build().verdict();
            assertThat(cut).hasSizeBetween(TraceStep.LONGEST - 1, TraceStep.LONGEST);
            assertThat(cut.codePoints()).allMatch(each -> each < 0xD800 || each > 0xDFFF);
        }
    }

    @Test
    void ofTooManyFactsTheFirstAreKeptAndTheOthersCounted() {
        TraceStep.Builder step = step();
        for (int i = 0; i < 1000; i++) {
            step.fact("fact " + i, "once");
        }
        TraceStep made = step.fact("fact 0", "twice").build();
        assertThat(made.facts())
                .hasSize(TraceStep.FACTS + 1)
                .containsEntry("fact 0", "twice")
                .containsEntry("left-out", "936 more facts");
    }
}
