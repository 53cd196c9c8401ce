package org.posthouse.lib.store;

import java.io.IOException;
import java.util.Optional;
import org.posthouse.api.mail.MailException;

/** Messages of an account as they lie, to be looked at. For one thread. */
public interface Shelf extends AutoCloseable {
    /** Reads all of this message. */
    Verdict look(Entry entry);

    /** Whether all of a message that is missing may come back, as what it lies in is not there as a whole: then it is not given up. */
    boolean mayComeBack(Entry entry);

    /** What it calls itself, if its beginning can be read; else empty. */
    String messageId(Entry entry);

    /** Where it lies, in words. */
    String where(Entry entry);

    /** The message as the mailbox has it now; empty if it is gone. */
    Optional<Entry> now(Box box, long uid) throws MailException;

    /**
     * Puts right what was found wrong, if it can be: a flipped bit goes back. A copy of what was there is kept.
     *
     * @return whether something is better than it was
     */
    boolean mend(Entry entry, Verdict verdict) throws IOException;

    @Override
    void close() throws IOException;
}
