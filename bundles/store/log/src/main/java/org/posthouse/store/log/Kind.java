package org.posthouse.store.log;

import org.posthouse.lib.segments.Append;

/** What records there are, by their types; these numbers are for ever. */
final class Kind {
    /** A commit of an account, with the messages it brings. */
    static final int COMMIT = Append.FIRST_TYPE;
    /** An account as it stands; all its commits before are not needed any more. */
    static final int ACCOUNT = Append.FIRST_TYPE + 1;
    /** Messages of a mailbox, in columns; an account's record says where they are. */
    static final int COLUMNS = Append.FIRST_TYPE + 2;
    /** Operations that were done, and where; an account's record says where they are. */
    static final int OPERATIONS = Append.FIRST_TYPE + 3;
    /** Messages that were moved here. */
    static final int BODIES = Append.FIRST_TYPE + 4;
    /** What operations returned, of commits whose records are gone. */
    static final int OUTCOMES = Append.FIRST_TYPE + 5;

    /** The level of all of them. */
    static final int LEVEL = 2;

    private Kind() {}
}
