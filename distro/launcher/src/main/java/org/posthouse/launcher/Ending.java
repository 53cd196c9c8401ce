package org.posthouse.launcher;

/** Stops the server when the process is told to end, and makes that an end with status 0: a JVM that ends by a signal has 143. */
final class Ending extends Thread {
    private final Runnable stop;
    private volatile boolean begun;

    Ending(Runnable stop) {
        super("posthouse-ending");
        this.stop = stop;
    }

    /** Whether the process has been told to end. */
    boolean begun() {
        return begun;
    }

    @Override
    public void run() {
        begun = true;
        stop.run();
        Runtime.getRuntime().halt(0);
    }
}
