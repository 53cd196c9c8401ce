package org.posthouse.delivery.smtp.talk;

import java.time.Duration;

/** How long the other side may take, RFC 5321 §4.5.3.2. */
public record Times(
        Duration connect,
        Duration greeting,
        Duration command,
        Duration dataStart,
        Duration dataBlock,
        Duration dataEnd) {
    public Times {
        for (Duration time : new Duration[] {connect, greeting, command, dataStart, dataBlock, dataEnd}) {
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException("patience must be positive");
            }
        }
    }
}
