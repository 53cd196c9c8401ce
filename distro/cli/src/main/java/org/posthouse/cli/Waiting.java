package org.posthouse.cli;

import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Tells a person who waits that something is done, second by second, on a line of standard error that goes when there is an answer. */
final class Waiting {
    private static final String CLEAR = "\r\u001b[K";

    private final PrintStream errors;
    private final Optional<ScheduledExecutorService> timer;
    private final long begin = System.nanoTime();
    private final Supplier<String> far;
    private boolean shown;
    private boolean over;

    private Waiting(PrintStream errors, Optional<ScheduledExecutorService> timer, Supplier<String> far) {
        this.errors = errors;
        this.timer = timer;
        this.far = far;
    }

    /** Where standard error is a terminal; elsewhere nobody is told anything. */
    static Waiting begin() {
        return begin(() -> "");
    }

    /** The same, with how far it is, if that is known: asked for in a thread of its own. */
    static Waiting begin(Supplier<String> far) {
        return begin(Boolean.getBoolean("posthouse.tty.err"), System.err, 1_000, far);
    }

    static Waiting begin(boolean terminal, PrintStream errors, long everyMillis, Supplier<String> far) {
        if (!terminal) {
            return new Waiting(errors, Optional.empty(), far);
        }
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "posthouse-waiting-1");
            thread.setDaemon(true);
            return thread;
        });
        Waiting waiting = new Waiting(errors, Optional.of(timer), far);
        timer.scheduleAtFixedRate(waiting::tell, everyMillis, everyMillis, TimeUnit.MILLISECONDS);
        return waiting;
    }

    private synchronized void tell() {
        if (!over) {
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
            String known = far.get();
            errors.print(CLEAR + "working, " + seconds + " s …" + (known.isEmpty() ? "" : " " + known));
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
