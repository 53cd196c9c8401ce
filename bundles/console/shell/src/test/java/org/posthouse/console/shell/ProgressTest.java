package org.posthouse.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.posthouse.testkit.FakeClock;

final class ProgressTest {
    private final FakeClock clock = new FakeClock();
    private final Screen screen = new Screen();

    @Test
    void quickWorkTellsNothing() {
        Progress progress = new Progress(new Shown(screen), clock);
        progress.tell(1, 10, "done");
        clock.advance(Duration.ofMillis(900));
        progress.tell(9, 10, "done");
        progress.end();
        assertThat(screen.err()).isEmpty();
    }

    @Test
    void longWorkIsToldNowAndThenAndMakesRoom() {
        Progress progress = new Progress(new Shown(screen), clock);
        clock.advance(Duration.ofMillis(1500));
        progress.tell(3, 10, "done");
        progress.tell(4, 10, "done");
        progress.end();
        progress.end();
        assertThat(screen.err()).isEqualTo("\r\u001b[K3 of 10 done\r\u001b[K");
    }

    @Test
    void whereThereIsNoTerminalNothingIsWrittenOver() {
        Progress progress = new Progress(screen, clock);
        clock.advance(Duration.ofSeconds(5));
        progress.tell(3, 10, "done");
        progress.end();
        assertThat(screen.err()).isEmpty();
    }

    /** A screen that can be written over. */
    private record Shown(Screen screen) implements Terminal {
        @Override
        public boolean showsProgress() {
            return true;
        }

        @Override
        public int columns() {
            return 80;
        }

        @Override
        public boolean interactive() {
            return true;
        }

        @Override
        public boolean looksOn() {
            return true;
        }

        @Override
        public Path folder() {
            return Path.of("/");
        }

        @Override
        public OutputStream output() {
            return screen.output();
        }

        @Override
        public OutputStream errors() {
            return screen.errors();
        }

        @Override
        public InputStream input() {
            return screen.input();
        }

        @Override
        public char[] secret(String prompt) {
            return screen.secret(prompt);
        }
    }
}
