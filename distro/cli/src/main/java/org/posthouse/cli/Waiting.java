package org.posthouse.cli;

import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Tells a person who waits that something is done, second by second, on a line of standard error that goes when there is an answer. */
final class Waiting {
    private static final String CLEAR = "\r\u001b[K";

    private final PrintStream errors;
    private final Optional<ScheduledExecutorService> timer;
    private final long begin = System.nanoTime();
    private boolean shown;
    private boolean over;

    private Waiting(PrintStream errors, Optional<ScheduledExecutorService> timer) {
        this.errors = errors;
        this.timer = timer;
    }

    /** Where standard error is a terminal; elsewhere nobody is told anything. */
    static Waiting begin() {
        return begin(Boolean.getBoolean("posthouse.tty.err"), System.err, 1_000);
    }

    static Waiting begin(boolean terminal, PrintStream errors, long everyMillis) {
        if (!terminal) {
            return new Waiting(errors, Optional.empty());
        }
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "posthouse-waiting-1");
            thread.setDaemon(true);
            return thread;
        });
        Waiting waiting = new Waiting(errors, Optional.of(timer));
        timer.scheduleAtFixedRate(waiting::tell, everyMillis, everyMillis, TimeUnit.MILLISECONDS);
        return waiting;
    }

    private synchronized void tell() {
        if (!over) {
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
            errors.print(CLEAR + "working, " + seconds + " s …");
            errors.flush();
            shown = true;
        }
    }

    /** Makes room for the answer; more than once. */
    synchronized void end() {
        over = true;
        timer.ifPresent(ScheduledExecutorService::shutdownNow);
        if (shown) {
            errors.print(CLEAR);
            errors.flush();
            shown = false;
        }
    }
}
