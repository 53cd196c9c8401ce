package org.posthouse.core.pipeline;

import java.util.Optional;
import org.posthouse.api.mail.Recipient;

/** One thing to be judged: a stage, and with RCPT whose. */
record Moment(Stage stage, Optional<Recipient> recipient) {
    static final Moment CONNECT = new Moment(Stage.CONNECT, Optional.empty());
    static final Moment HELO = new Moment(Stage.HELO, Optional.empty());
    static final Moment REVERSE_PATH = new Moment(Stage.REVERSE_PATH, Optional.empty());
    static final Moment MESSAGE = new Moment(Stage.MESSAGE, Optional.empty());

    Moment {
        if ((stage == Stage.RECIPIENT) != recipient.isPresent()) {
            throw new IllegalArgumentException("only a recipient has a recipient");
        }
    }

    static Moment of(Recipient recipient) {
        return new Moment(Stage.RECIPIENT, Optional.of(recipient));
    }
}
