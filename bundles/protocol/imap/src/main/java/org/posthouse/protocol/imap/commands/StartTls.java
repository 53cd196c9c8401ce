package org.posthouse.protocol.imap.commands;

import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.protocol.imap.session.Completion;
import org.posthouse.protocol.imap.session.Step;
import org.posthouse.protocol.imap.session.Task;

/** STARTTLS, RFC 3501 §6.2.1. */
record StartTls() implements Command {
    @Override
    public String name() {
        return "STARTTLS";
    }

    @Override
    public Allowed allowed() {
        return Allowed.BEFORE_LOGIN;
    }

    @Override
    public Task parse(ImapReader in) throws ImapSyntaxException {
        return Command.ending(
                in,
                (session, out) -> session.client().tlsOffered()
                        ? Step.Turn.SECURE
                        : Completion.bad("TLS is on already, or not offered here"));
    }
}
