package org.posthouse.launcher;

import java.io.PrintStream;

/** Standard error as it was when the process began: bundles put streams of their own in its place, which remember who has printed. */
final class StandardError {
    private static final PrintStream STREAM = System.err;

    private StandardError() {}

    static PrintStream stream() {
        return STREAM;
    }

    static void line(String text) {
        STREAM.println(text);
    }
}
