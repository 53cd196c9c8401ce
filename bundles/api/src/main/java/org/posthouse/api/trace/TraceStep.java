package org.posthouse.api.trace;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One step in the life of a mail or a connection: who said what, and how long it took. A value: made by a builder, which cuts a text of
 * more than {@value #LONGEST} characters and says so at its end, and says how many facts it left out of more than {@value #FACTS}.
 */
@ProviderType
public interface TraceStep {
    /** Characters of a text at most. */
    int LONGEST = 4000;

    /** Facts of a step at most, but for the one that says how many were left out. */
    int FACTS = 64;

    Instant time();

    /**
     * connect, helo, reversePath, recipient, message, accepted, refused, delivered, deferred, failed …; of a mail that has come: stored,
     * appended, copied, moved, flagged, expunged, mailbox deleted, erased.
     */
    String stage();

    Optional<String> queueId();

    Optional<String> connectionId();

    /** Symbolic name of who spoke. */
    String plugin();

    /** Its bundle's version. */
    String version();

    /** A short hash of its configuration; empty if it has none. */
    String config();

    /** none, points 2.5, permitRelay, reject, defer, hold, discard, edited, passed (absent), ok … with the why. */
    String verdict();

    /** What the peer was told for it; may be empty. */
    String reply();

    long micros();

    /**
     * Further facts to find it by: sender, recipient, message-id, client, size, points … Where mail lies: account, mailbox, mailbox-id
     * and uids, of a copy also to-mailbox, to-mailbox-id and to-uids, the nth of one made from the nth of the other.
     */
    Map<String, String> facts();

    static Builder at(Instant time, String stage) {
        return new Builder(time, stage);
    }

    /** Makes steps. */
    final class Builder {
        private static final int NAME = 100;
        private static final String LEFT_OUT = "left-out";

        private final Instant time;
        private final String stage;
        private Optional<String> queueId = Optional.empty();
        private Optional<String> connectionId = Optional.empty();
        private String plugin = "";
        private String version = "";
        private String config = "";
        private String verdict = "";
        private String reply = "";
        private long micros;
        /** Name and value of each fact in turn. */
        private String[] facts = new String[16];

        private int words;
        private int leftOut;

        private Builder(Instant time, String stage) {
            this.time = time;
            this.stage = bounded(stage);
        }

        public Builder queueId(String value) {
            queueId = Optional.of(bounded(value));
            return this;
        }

        public Builder connectionId(String value) {
            connectionId = Optional.of(bounded(value));
            return this;
        }

        public Builder by(String symbolicName, String bundleVersion, String configHash) {
            plugin = bounded(symbolicName);
            version = bounded(bundleVersion);
            config = bounded(configHash);
            return this;
        }

        public Builder verdict(String value) {
            verdict = bounded(value);
            return this;
        }

        public Builder reply(String value) {
            reply = bounded(value);
            return this;
        }

        public Builder micros(long value) {
            micros = value;
            return this;
        }

        public Builder fact(String name, String value) {
            String its = bounded(name, NAME);
            int at = Facts.find(facts, words, its);
            if (at >= 0) {
                facts[at + 1] = bounded(value);
            } else if (words < 2 * FACTS || its.equals(LEFT_OUT)) {
                put(its, bounded(value));
            } else {
                leftOut++;
            }
            return this;
        }

        private void put(String name, String value) {
            if (words == facts.length) {
                facts = Arrays.copyOf(facts, 2 * words);
            }
            facts[words] = name;
            facts[words + 1] = value;
            words += 2;
        }

        private static String bounded(String text) {
            return bounded(text, LONGEST);
        }

        private static String bounded(String text, int longest) {
            if (text.length() <= longest) {
                return text;
            }
            String note = " … (cut, " + text.length() + " characters)";
            int end = longest - note.length();
            return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + note;
        }

        public TraceStep build() {
            if (leftOut > 0) {
                put(LEFT_OUT, leftOut + " more facts");
            }
            return new TraceValue(
                    time,
                    stage,
                    queueId,
                    connectionId,
                    plugin,
                    version,
                    config,
                    verdict,
                    reply,
                    micros,
                    new Facts(facts, words));
        }
    }
}
