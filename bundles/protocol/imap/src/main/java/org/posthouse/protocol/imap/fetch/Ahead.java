package org.posthouse.protocol.imap.fetch;

import java.util.Arrays;
import java.util.List;
import org.posthouse.api.mail.MailException;

/** What the store has of messages that are answered one after the other, asked for several at a time. */
final class Ahead {
    private static final int TOGETHER = 64;
    private static final byte[] UNKNOWN = {};

    /** How much is asked for at once. */
    @FunctionalInterface
    interface Batch {
        /** Behind the last message that is asked for together with this one; places in the order in which they are answered. */
        int end(int first, int most);
    }

    /** Asks the store. */
    @FunctionalInterface
    interface Question {
        List<byte[]> ask(long[] uids) throws MailException;
    }

    /** UIDs in the order in which they are answered. */
    private final long[] uids;

    private final Batch batch;
    private final Question question;
    private List<byte[]> found = List.of();
    /** Where {@link #found} begins. */
    private int first;

    private int next;

    Ahead(long[] uids, Batch batch, Question question) {
        this.uids = uids;
        this.batch = batch;
        this.question = question;
    }

    /** What the store has of this message, or nothing: then it must be asked for it by itself. */
    byte[] of(long uid) throws MailException {
        while (next < uids.length && uids[next] != uid) {
            next++;
        }
        if (next == uids.length) {
            return UNKNOWN;
        }
        if (next >= first + found.size()) {
            int end = batch.end(next, Math.min(uids.length, next + TOGETHER));
            first = next;
            found = question.ask(Arrays.copyOfRange(uids, next, end));
        }
        return found.get(next++ - first);
    }
}
