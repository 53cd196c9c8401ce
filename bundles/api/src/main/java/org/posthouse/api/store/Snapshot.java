package org.posthouse.api.store;

import java.time.Instant;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A mailbox frozen at one modseq, in UID order, in columns; index 0 is sequence number 1. Safe for any thread; never changes. About
 * 40 octets a message at most.
 */
@ProviderType
public interface Snapshot {
    String mailboxId();

    long uidValidity();

    long uidNext();

    ModSeq modSeq();

    int count();

    long uid(int index);

    ModSeq modSeq(int index);

    /** Octets of the message, RFC 3501 §2.3.4. */
    long size(int index);

    /** Internal date, RFC 3501 §2.3.3. */
    Instant received(int index);

    /** Flags are spelled as stored; system flags begin with a backslash; compared without case. */
    boolean has(int index, String flag);

    Set<String> flags(int index);

    /** All keywords in use in this mailbox. */
    Set<String> keywords();

    /** Index of the UID, or where it would be, as {@link java.util.Arrays#binarySearch} says it. */
    int indexOf(long uid);
}
