package org.posthouse.api.plugin;

import java.util.List;

/**
 * One reason why a plug-in does not run, or not with all its parts, as an administrator can act on it.
 *
 * @param asks who lacks something, the plug-in first: its bundle, then the component or the bundle that it needs and that lacks it
 * @param needs what is missing, by its own name: package, bundle, capability, service, PID; empty if it is nothing of that kind
 * @param wanted the range of versions, or what else it must be; empty if anything would do
 * @param near what is here instead, each with its version and who has it
 * @param sentence what is wrong, whole without the rest
 * @param remedy what to do about it; empty if there is nothing to be said
 */
public record Reason(
        Kind kind, List<String> asks, String needs, String wanted, List<String> near, String sentence, String remedy) {
    /** What kind of thing is missing or wrong. */
    public enum Kind {
        PACKAGE,
        BUNDLE,
        CAPABILITY,
        /** A later Java. */
        JAVA,
        /** Everything is there, but not such that it goes together. */
        CONFLICT,
        /** A component waits for a service. */
        SERVICE,
        /** A component waits for its configuration. */
        CONFIGURATION,
        /** It was made or started, and failed. */
        FAILURE,
        OTHER
    }

    public Reason {
        asks = List.copyOf(asks);
        near = List.copyOf(near);
    }

    /** Nothing is missing that has a name. */
    public static Reason of(Kind kind, String asks, String sentence) {
        return new Reason(kind, List.of(asks), "", "", List.of(), sentence, "");
    }

    /** Sentence and remedy in one line. */
    public String line() {
        return remedy.isEmpty() ? sentence : sentence + "; " + remedy;
    }
}
