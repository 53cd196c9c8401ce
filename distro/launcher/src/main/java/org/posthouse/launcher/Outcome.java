package org.posthouse.launcher;

import java.util.ArrayList;
import java.util.List;

/**
 * What became of a start.
 *
 * @param ready every listener accepts
 * @param blameless nothing of the server is at fault: another one has its ports
 * @param lines the addresses if it is ready; otherwise why not, details indented
 */
record Outcome(boolean ready, boolean blameless, List<String> lines) {
    Outcome {
        lines = List.copyOf(lines);
    }

    static Outcome ready(List<String> addresses) {
        return new Outcome(true, true, addresses);
    }

    /** @param details what is missing */
    static Outcome unready(String reason, List<String> details) {
        List<String> lines = new ArrayList<>(List.of(reason));
        details.forEach(detail -> lines.add("  " + detail));
        return new Outcome(false, false, lines);
    }

    /** @param failures a line for each listener that could not accept */
    static Outcome taken(List<String> failures) {
        List<String> lines = new ArrayList<>(failures);
        lines.add("end what listens there ('ss -ltnp' shows it), or choose another --port-offset or --bind");
        return new Outcome(false, true, lines);
    }

    /** Prints why it is not ready. */
    void explain() {
        lines.forEach(line -> StandardError.line(line.startsWith(" ") ? line : "posthouse: " + line));
    }

    /** Why it is not ready, in one line. */
    String reason() {
        return String.join("; ", lines.stream().map(String::strip).toList());
    }
}
