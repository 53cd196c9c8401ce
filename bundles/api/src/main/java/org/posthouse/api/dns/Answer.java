package org.posthouse.api.dns;

import java.time.Duration;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** What DNS answered: values, or why there are none. A value. */
@ProviderType
public interface Answer<T> {
    /** How the question ended. */
    enum Outcome {
        FOUND,
        /** The name is there, but has nothing of this type. */
        NO_DATA,
        /** There is no such name (NXDOMAIN). */
        NO_NAME,
        /** SERVFAIL, no answer in time, a malformed one: it is not known. Temporary: defer, and conclude nothing from it. */
        FAILED
    }

    Outcome outcome();

    /** In the order given; empty unless FOUND. */
    List<T> values();

    /** DNSSEC vouches for it: the AD bit of a resolver that is configured to be trusted, RFC 4035 §3.2.3. */
    boolean secure();

    /** How long it may be kept; zero when FAILED. */
    Duration ttl();

    default boolean found() {
        return outcome() == Outcome.FOUND;
    }

    /** Not known: to be asked again later. */
    default boolean failed() {
        return outcome() == Outcome.FAILED;
    }

    static <T> Answer<T> of(List<T> values, boolean secure, Duration ttl) {
        return new AnswerValue<>(values.isEmpty() ? Outcome.NO_DATA : Outcome.FOUND, values, secure, ttl);
    }

    /** An answer without values. */
    static <T> Answer<T> none(Outcome outcome, boolean secure, Duration ttl) {
        return new AnswerValue<>(outcome, List.of(), secure, ttl);
    }
}
