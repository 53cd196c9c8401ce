package org.posthouse.protocol.imap.session;

import java.util.Map;
import org.posthouse.api.mail.MailException;
import org.posthouse.spi.protocol.Output;

/**
 * A command being carried out, piece by piece. Between two pieces it holds but values, so that another version can go on with it: that
 * one reads the command again and is given them.
 */
@FunctionalInterface
public interface Task {
    Step step(Session session, Output out) throws MailException;

    /** The line that {@link Step.Turn#LINE} has waited for. */
    default Step line(byte[] line, Session session, Output out) throws MailException {
        throw new IllegalStateException("no line was wanted");
    }

    /** How far it is: JDK types only. */
    default Map<String, Object> progress() {
        return Map.of();
    }

    /** Begins from there. */
    default void resume(Map<String, Object> progress) {}

    /** Lets go of everything: it has ended, was handed over, or the client is gone. */
    default void close() {}
}
