package org.posthouse.testkit;

import java.time.Duration;
import org.posthouse.spi.protocol.Want;

/** How long a wish waits. */
final class Patience {
    private Patience() {}

    static void check(String expected, Want want) {
        Duration actual = of(want);
        if (!actual.equals(Duration.parse(expected))) {
            throw new AssertionError("but the server waits " + actual + " for " + want);
        }
    }

    private static Duration of(Want want) {
        if (want instanceof Want.Line line) {
            return line.patience();
        } else if (want instanceof Want.LineOrWake line) {
            return line.patience();
        } else if (want instanceof Want.Bytes bytes) {
            return bytes.patience();
        } else if (want instanceof Want.DotText text) {
            return text.patience();
        } else if (want instanceof Want.Drained drained) {
            return drained.patience();
        }
        throw new AssertionError("but the server does not wait: " + want);
    }
}
