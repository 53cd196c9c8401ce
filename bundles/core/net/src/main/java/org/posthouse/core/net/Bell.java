package org.posthouse.core.net;

/** Wakes a connection from outside. Whoever keeps it keeps nothing of a connection that has ended. */
final class Bell implements Runnable {
    private volatile Runnable rope;

    Bell(Runnable rope) {
        this.rope = rope;
    }

    @Override
    public void run() {
        rope.run();
    }

    void untie() {
        rope = () -> {};
    }
}
