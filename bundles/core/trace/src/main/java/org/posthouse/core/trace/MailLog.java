package org.posthouse.core.trace;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.posthouse.api.trace.TraceStep;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log {@code mail.log}: one line for what became of a mail, made of its trace. Nothing from outside can forge a line. */
final class MailLog {
    private static final Logger LOG = LoggerFactory.getLogger("posthouse.mail");
    private static final Set<String> ENDS =
            Set.of("accepted", "refused", "delivered", "deferred", "failed", "bounced", "reported");

    private MailLog() {}

    /** Whether it has a line for such a step. */
    static boolean tells(TraceStep step) {
        return ENDS.contains(step.stage());
    }

    static void tell(TraceStep step) {
        if (tells(step) && LOG.isInfoEnabled()) {
            LOG.info(line(step));
        }
    }

    static String line(TraceStep step) {
        StringBuilder line = new StringBuilder(160);
        line.append(step.queueId().or(step::connectionId).orElse("-"))
                .append(' ')
                .append(step.stage());
        for (Map.Entry<String, String> fact : new TreeMap<>(step.facts()).entrySet()) {
            line.append(' ').append(fact.getKey()).append('=').append(fact.getValue());
        }
        if (!step.reply().isEmpty()) {
            line.append(": ").append(step.reply());
        }
        return printable(line);
    }

    private static String printable(StringBuilder line) {
        for (int i = 0; i < line.length(); i++) {
            if (Character.isISOControl(line.charAt(i))) {
                line.setCharAt(i, '?');
            }
        }
        return line.toString();
    }
}
