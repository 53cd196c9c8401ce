package org.posthouse.protocol.imap.commands;

import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.lib.wire.imap.ListRequest;
import org.posthouse.protocol.imap.listing.Listing;
import org.posthouse.protocol.imap.session.Task;

/** LIST, RFC 3501 §6.3.8 and RFC 5258. */
record ListMailboxes() implements Command {
    @Override
    public String name() {
        return "LIST";
    }

    @Override
    public Allowed allowed() {
        return Allowed.AFTER_LOGIN;
    }

    @Override
    public Task parse(ImapReader in) throws ImapSyntaxException {
        return Listing.of(ListRequest.read(in.space()));
    }
}
