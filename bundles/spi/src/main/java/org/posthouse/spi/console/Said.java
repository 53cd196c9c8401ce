package org.posthouse.spi.console;

import java.util.Objects;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;
import org.posthouse.api.mail.MailException;

/**
 * What became of an order.
 *
 * @param sentence for the administrator, and for the audit log
 * @param done whether anything was done
 * @param next where to go then within the page, as {@code below?query}; empty: where the order came from
 * @param deed what is still to be done, and says the rest
 */
public record Said(String sentence, boolean done, String next, Optional<Deed> deed) {
    /**
     * The order itself, carried out at once when the page's call has ended: for what may replace the page, which would wait for the end
     * of that call. Has the time of the call.
     */
    @ConsumerType
    @FunctionalInterface
    public interface Deed {
        /** What became of it, without a further deed. */
        Said carryOut() throws MailException;
    }

    public Said {
        Objects.requireNonNull(sentence);
        Objects.requireNonNull(next);
        Objects.requireNonNull(deed);
    }

    /** Nothing is left to be done. */
    public Said(String sentence, boolean done, String next) {
        this(sentence, done, next, Optional.empty());
    }

    public static Said done(String sentence) {
        return new Said(sentence, true, "");
    }

    public static Said notDone(String sentence) {
        return new Said(sentence, false, "");
    }

    /** All of it is done by this. */
    public static Said by(Deed deed) {
        return new Said("", false, "", Optional.of(deed));
    }

    /** The same; and then to this place of the page: {@code ?q=hay}, or {@code ?} for its root. */
    public Said then(String place) {
        return new Said(sentence, done, place, deed);
    }
}
