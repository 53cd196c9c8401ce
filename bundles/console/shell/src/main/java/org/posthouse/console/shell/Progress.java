package org.posthouse.console.shell;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How far a long piece of work is: one line on standard error that is written over, where that is a terminal and after a while only. */
final class Progress {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Terminal terminal;
    private final Clock clock;
    private Instant next;
    private boolean shown;

    Progress(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
        this.next = clock.instant().plus(PATIENCE);
    }

    /** {@code 640 of 10000 looked through in INBOX}. A caller who has gone misses it. */
    void tell(long done, long of, String what) {
        Instant now = clock.instant();
        if (!terminal.showsProgress() || now.isBefore(next)) {
            return;
        }
        next = now.plus(PAUSE);
        write(done + " of " + of + " " + what);
        shown = true;
    }

    /** Makes room for the answer. */
    void end() {
        if (shown) {
            write("");
            shown = false;
        }
    }

    private void write(String text) {
        try {
            terminal.errorAnew(text);
        } catch (IOException e) {
            // Nobody looks on any more; who works for him asks that himself.
            shown = false;
        }
    }
}
