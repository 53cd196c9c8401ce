package org.posthouse.bench.server;

import java.io.Closeable;
import java.io.IOException;

/** A server that is measured. It ends, and its folder with it, when it is closed. */
public interface Measured extends Closeable {
    /** As tables name it. */
    String name();

    Doors doors();

    People people();

    /** Since it was started. */
    Usage usage() throws IOException;

    /** What it holds now. */
    State state() throws IOException;

    /**
     * What a server holds.
     *
     * @param memoryKib after it has given back what it does not need
     * @param threads of all its processes
     * @param files open in all its processes
     */
    record State(long memoryKib, long threads, long files) {}

    /** Memory in KiB after it has given back what it does not need. */
    long memoryKib() throws IOException;
}
