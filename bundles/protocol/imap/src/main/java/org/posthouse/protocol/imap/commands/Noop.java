package org.posthouse.protocol.imap.commands;

import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.protocol.imap.session.Completion;
import org.posthouse.protocol.imap.session.Task;

/** NOOP and CHECK, RFC 3501 §6.1.2 and §6.4.1: every change is on disk anyway, and what is new is told after every command. */
record Noop(String name, Allowed allowed) implements Command {
    @Override
    public Task parse(ImapReader in) throws ImapSyntaxException {
        return Command.ending(in, (session, out) -> Completion.ok("Nothing done"));
    }
}
