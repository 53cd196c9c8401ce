package org.posthouse.protocol.imap.commands;

import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.protocol.imap.session.Completion;
import org.posthouse.protocol.imap.session.Task;

/** ENABLE, RFC 5161 §3.1. No extension that there is needs it; others are passed over, as it asks. */
record Enable() implements Command {
    @Override
    public String name() {
        return "ENABLE";
    }

    @Override
    public Allowed allowed() {
        return Allowed.AFTER_LOGIN;
    }

    @Override
    public Task parse(ImapReader in) throws ImapSyntaxException {
        in.space().atom();
        while (in.skip(' ')) {
            in.atom();
        }
        return Command.ending(in, (session, out) -> {
            out.line("* ENABLED");
            return Completion.ok("ENABLE completed");
        });
    }
}
