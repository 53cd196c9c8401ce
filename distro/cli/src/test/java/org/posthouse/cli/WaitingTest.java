package org.posthouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class WaitingTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final CountDownLatch told = new CountDownLatch(1);

    private PrintStream errors() {
        return new PrintStream(
                new OutputStream() {
                    @Override
                    public void write(int octet) {
                        said.write(octet);
                        if (octet == '6') {
                            told.countDown();
                        }
                    }
                },
                true,
                StandardCharsets.UTF_8);
    }

    @Test
    void whoWaitsIsToldAndTheLineGoesWithTheAnswer() throws Exception {
        Waiting waiting = Waiting.begin(true, errors(), 10, () -> "12 of 60");
        assertThat(told.await(120, TimeUnit.SECONDS)).isTrue();
        waiting.end();
        waiting.end();
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("working, ", " s … 12 of 60")
                .endsWith("\r\u001b[K");
    }

    @Test
    void anAnswerAtOnceNeedsNoLine() {
        Waiting.begin(true, errors(), 600_000, () -> "").end();
        Waiting.begin(false, errors(), 1, () -> "").end();
        assertThat(said.size()).isZero();
    }
}
