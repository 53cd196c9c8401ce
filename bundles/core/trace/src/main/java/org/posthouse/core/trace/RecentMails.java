package org.posthouse.core.trace;

import org.posthouse.api.trace.TraceStep;

/** Mails of which a step was put down a moment ago: what all their steps have in common need not be put in with each. One thread. */
final class RecentMails {
    private static final int PLACES = 256;

    private final String[] mails = new String[PLACES];
    private final String[] connections = new String[PLACES];

    /** Whether it is of a mail that has had no step of late that tells of its client, or of none. */
    boolean isNew(TraceStep step) {
        if (!step.facts().containsKey("client")) {
            return true;
        }
        String mail = step.queueId().orElse("");
        String connection = step.connectionId().orElse("");
        int place = mail.hashCode() & (PLACES - 1);
        boolean known = !mail.isEmpty() && mail.equals(mails[place]) && connection.equals(connections[place]);
        mails[place] = mail;
        connections[place] = connection;
        return !known;
    }
}
