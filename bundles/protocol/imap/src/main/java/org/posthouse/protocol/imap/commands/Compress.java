package org.posthouse.protocol.imap.commands;

import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.protocol.imap.session.Completion;
import org.posthouse.protocol.imap.session.Session;
import org.posthouse.protocol.imap.session.Step;
import org.posthouse.protocol.imap.session.Task;

/** COMPRESS, RFC 4978 §3. */
record Compress() implements Command {
    private static final String DEFLATE = "DEFLATE";

    @Override
    public String name() {
        return "COMPRESS";
    }

    @Override
    public Allowed allowed() {
        return Allowed.AFTER_LOGIN;
    }

    @Override
    public Task parse(ImapReader in) throws ImapSyntaxException {
        if (!in.space().keyword().equals(DEFLATE)) {
            throw new ImapSyntaxException("Only " + DEFLATE + " is known");
        }
        return Command.ending(in, (session, out) -> compress(session));
    }

    private static Step compress(Session session) {
        if (session.compressed()) {
            return Completion.no("COMPRESSIONACTIVE", DEFLATE + " active via COMPRESS");
        }
        return session.client().compressionOffered()
                ? Step.Turn.COMPRESS
                : Completion.no("LIMIT", "There is no room for another compressed connection");
    }
}
