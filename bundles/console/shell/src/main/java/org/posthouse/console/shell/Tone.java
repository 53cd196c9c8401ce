package org.posthouse.console.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How words stand out at a terminal: SGR of ECMA-48 §8.3.117. What is said by colour is said by the word, too. */
enum Tone {
    PLAIN(""),
    HEADING("1"),
    GOOD("32"),
    DOUBTFUL("33"),
    BAD("31");

    private static final Set<String> STATES = Set.of("STATE", "OUTCOME");
    private static final Set<String> WELL = Set.of("up", "active", "ok", "enabled", "live", "status 0");
    private static final Set<String> UNSURE = Set.of(
            "waiting", "off", "warn", "deferred", "held", "starting", "advice", "temporarily_unavailable", "status 4");
    private static final Set<String> ILL =
            Set.of("failed", "critical", "down", "no", "stopped", "disabled", "problem", "health_check_error", "open");

    private final String sgr;

    Tone(String sgr) {
        this.sgr = sgr;
    }

    String of(String text) {
        return sgr.isEmpty() || text.isBlank() ? text : "\u001b[" + sgr + "m" + text + "\u001b[0m";
    }

    static List<Tone> headings(List<String> headings) {
        return headings.stream().map(heading -> HEADING).toList();
    }

    /** Of a row: states are told apart, all else is plain. */
    static List<Tone> cells(List<String> headings, List<String> row) {
        List<Tone> tones = new ArrayList<>();
        for (int i = 0; i < headings.size(); i++) {
            tones.add(STATES.contains(headings.get(i)) ? state(row.get(i)) : PLAIN);
        }
        return tones;
    }

    private static Tone state(String word) {
        String state = word.toLowerCase(Locale.ROOT).replaceFirst(",.*", "");
        return WELL.contains(state) ? GOOD : UNSURE.contains(state) ? DOUBTFUL : ILL.contains(state) ? BAD : PLAIN;
    }
}
