package org.posthouse.protocol.imap.commands;

import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.lib.wire.imap.ListPatterns;
import org.posthouse.protocol.imap.listing.Listing;
import org.posthouse.protocol.imap.session.Task;

/** LSUB, RFC 3501 §6.3.9. */
record ListSubscribed() implements Command {
    @Override
    public String name() {
        return "LSUB";
    }

    @Override
    public Allowed allowed() {
        return Allowed.AFTER_LOGIN;
    }

    @Override
    public Task parse(ImapReader in) throws ImapSyntaxException {
        ListPatterns patterns = ListPatterns.readOne(in.space());
        return Command.ending(in, Listing.subscribed(patterns));
    }
}
