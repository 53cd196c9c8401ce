package org.posthouse.protocol.imap.commands;

import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.protocol.imap.session.Task;

record Search() implements Command {
    @Override
    public String name() {
        return "SEARCH";
    }

    @Override
    public Allowed allowed() {
        return Allowed.SELECTED;
    }

    @Override
    public Task parse(ImapReader in) throws ImapSyntaxException {
        throw new ImapSyntaxException("later");
    }
}
