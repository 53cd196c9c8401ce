package org.posthouse.core.queue.dispatch;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.posthouse.core.queue.spool.Progress;

/** What a recipient is told to wait for while no agent of its transport is there, or none that works; it can be told by that, also after a restart. */
final class Absence {
    private static final List<String> TRANSPORTS = List.of(End.LOCAL, End.SMTP);

    private Absence() {}

    /** The agent should be back soon. */
    static String away(String transport) {
        return transport + " delivery is away for a moment";
    }

    /** There has been no such agent, and none is expected. */
    static String missing(String transport) {
        return transport + " delivery is switched off, or not installed";
    }

    /** There is one, and it is not asked because it fails. */
    static String failing(String transport) {
        return transport + " delivery does not work at present";
    }

    /** Whether a recipient waits for an agent of such a transport. */
    static boolean waits(Progress recipient, Predicate<String> transport) {
        return recipient.phase() == Progress.Phase.WAITING
                && TRANSPORTS.stream()
                        .filter(transport)
                        .flatMap(each -> Stream.of(away(each), missing(each), failing(each)))
                        .anyMatch(recipient.reply()::equals);
    }
}
