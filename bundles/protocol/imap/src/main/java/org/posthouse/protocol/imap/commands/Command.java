package org.posthouse.protocol.imap.commands;

import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.protocol.imap.session.Task;

/** One command of the protocol: reads its arguments and makes of them what is to be done. Has no state; shared by all conversations. */
interface Command {
    /** In upper case. */
    String name();

    /** When it may be given. */
    Allowed allowed();

    /** Reads from behind the name to the end of the command. */
    Task parse(ImapReader in) throws ImapSyntaxException;

    /** The same under UID, RFC 3501 §6.4.8. */
    default Task parseUid(ImapReader in) throws ImapSyntaxException {
        throw new ImapSyntaxException("Not a command for UID");
    }

    /** Whether EXPUNGE may be sent while it is in progress, RFC 3501 §7.4.1; under UID it may with every command. */
    default boolean expungeAllowed() {
        return true;
    }

    /** The task, if the command ends here. */
    static Task ending(ImapReader in, Task task) throws ImapSyntaxException {
        in.end();
        return task;
    }
}
