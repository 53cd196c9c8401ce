package org.posthouse.lib.search;

import org.posthouse.api.mail.MailException;

/** Something that is true of a message or not, and how costly it is to find out. */
record Criterion(int cost, Question question) {
    /** From the columns of the snapshot. */
    static final int COLUMNS = 1;
    /** From the message's structure. */
    static final int STRUCTURE = 20;
    /** From its header. */
    static final int HEADER = 100;
    /** From all of it. */
    static final int BODY = 400;

    /** Asked of each message. */
    @FunctionalInterface
    interface Question {
        boolean holds(Candidate candidate) throws MailException;
    }

    boolean holds(Candidate candidate) throws MailException {
        return question.holds(candidate);
    }
}
