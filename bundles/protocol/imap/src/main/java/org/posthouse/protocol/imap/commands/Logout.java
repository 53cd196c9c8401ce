package org.posthouse.protocol.imap.commands;

import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.protocol.imap.session.Step;
import org.posthouse.protocol.imap.session.Task;

/** LOGOUT, RFC 3501 §6.1.3. */
record Logout() implements Command {
    @Override
    public String name() {
        return "LOGOUT";
    }

    @Override
    public Allowed allowed() {
        return Allowed.ALWAYS;
    }

    @Override
    public Task parse(ImapReader in) throws ImapSyntaxException {
        return Command.ending(in, (session, out) -> {
            out.line("* BYE Good-bye");
            return Step.Turn.CLOSE;
        });
    }
}
