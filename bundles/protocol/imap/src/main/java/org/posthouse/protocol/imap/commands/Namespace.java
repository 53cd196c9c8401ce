package org.posthouse.protocol.imap.commands;

import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.protocol.imap.session.Completion;
import org.posthouse.protocol.imap.session.Task;

/** NAMESPACE, RFC 2342: everybody has but his own. */
record Namespace() implements Command {
    @Override
    public String name() {
        return "NAMESPACE";
    }

    @Override
    public Allowed allowed() {
        return Allowed.AFTER_LOGIN;
    }

    @Override
    public Task parse(ImapReader in) throws ImapSyntaxException {
        return Command.ending(in, (session, out) -> {
            out.line("* NAMESPACE ((\"\" \"/\")) NIL NIL");
            return Completion.ok("NAMESPACE completed");
        });
    }
}
