package org.posthouse.console.filters;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.posthouse.api.pipeline.Intake.Step;
import org.posthouse.api.plugin.Breaker;
import org.posthouse.lib.page.Words;

/** How a plug-in that is called fares, in words for those who have never heard of a circuit breaker. */
final class Calling {
    private Calling() {}

    /** In a word or two. */
    static String word(Breaker.State state) {
        return switch (state) {
            case CLOSED -> "in use";
            case OPEN -> "paused after failures";
            case HALF_OPEN -> "being tried again";
            case OUT -> "given up";
        };
    }

    static String grade(Breaker.State state) {
        return switch (state) {
            case CLOSED -> "good";
            case OPEN, OUT -> "bad";
            case HALF_OPEN -> "fair";
        };
    }

    /** What that means, and what there is to do. */
    static String sentence(Breaker breaker) {
        return switch (breaker.state()) {
            case CLOSED -> "It is asked, and answers.";
            case OPEN ->
                "It has failed too often in a row, so nobody waits for it any more"
                        + breaker.nextTry()
                                .map(next -> " until " + Words.time(next)
                                        + "; then a single call tries whether it does better")
                                .orElse("")
                        + ". Nothing needs to be done if it recovers; otherwise see the last failure, and update, undo or stop it.";
            case HALF_OPEN -> "It had failed too often. A single call tries at this moment whether it does better.";
            case OUT ->
                "So many calls never came back that no more are made. Stop and start it, or update it: that makes a fresh beginning.";
        };
    }

    /** Of a filter at a stage. */
    static String word(Step step, Optional<Breaker> breaker) {
        return switch (step.state()) {
            case "live" ->
                breaker.filter(each -> each.state() == Breaker.State.HALF_OPEN).isPresent()
                        ? word(Breaker.State.HALF_OPEN)
                        : "in use";
            case "failing" ->
                word(breaker.map(Breaker::state)
                        .filter(each -> each == Breaker.State.HALF_OPEN)
                        .orElse(Breaker.State.OPEN));
            case "out" -> word(Breaker.State.OUT);
            default -> step.state();
        };
    }

    static String grade(Step step) {
        return switch (step.state()) {
            case "live" -> "good";
            case "away" -> "fair";
            default -> "bad";
        };
    }

    /** How many calls, and how many failed. */
    static String calls(List<Breaker> breakers) {
        long calls = breakers.stream().mapToLong(Breaker::calls).sum();
        long failures = breakers.stream().mapToLong(Breaker::failures).sum();
        return calls == 0 ? "none yet" : calls + (failures == 0 ? "" : ", " + failures + " failed");
    }

    /** How long calls take: half of them, and 99 of 100. */
    static String takes(Breaker breaker) {
        return breaker.calls() == 0
                ? "\u2013"
                : "half \u2264 " + millis(breaker.medianMicros()) + ", 99 % \u2264 " + millis(breaker.p99Micros());
    }

    private static String millis(long micros) {
        return micros < 1000 ? micros + " \u00b5s" : String.format(Locale.ROOT, "%.1f ms", micros / 1000.0);
    }
}
