package org.posthouse.bench;

import java.io.PrintStream;

/** Says on standard error what is being done; at a terminal on one line. */
final class Progress {
    private static final int WIDTH = 78;

    private final PrintStream out;
    private final boolean terminal;

    Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void say(String what) {
        if (terminal) {
            String line = what.length() > WIDTH ? what.substring(0, WIDTH) : what;
            out.print("\r" + line + " ".repeat(WIDTH - line.length()));
            out.flush();
        } else {
            out.println(what);
        }
    }

    void done() {
        if (terminal) {
            out.print("\r" + " ".repeat(WIDTH) + "\r");
            out.flush();
        }
    }
}
