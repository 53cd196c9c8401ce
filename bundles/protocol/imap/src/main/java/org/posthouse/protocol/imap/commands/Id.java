package org.posthouse.protocol.imap.commands;

import java.util.List;
import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.protocol.imap.session.Completion;
import org.posthouse.protocol.imap.session.Task;

/** ID, RFC 2971. Who the client says to be is not believed, and so not kept. */
record Id() implements Command {
    private static final int MAX_STRINGS = 60;
    private static final int MAX_VALUE = 1024;

    @Override
    public String name() {
        return "ID";
    }

    @Override
    public Allowed allowed() {
        return Allowed.ALWAYS;
    }

    @Override
    public Task parse(ImapReader in) throws ImapSyntaxException {
        in.space();
        if (in.peek() == '(') {
            List<Integer> strings = in.list(Id::value);
            if (strings.size() % 2 != 0 || strings.size() > MAX_STRINGS) {
                throw new ImapSyntaxException("Expected at most 30 pairs");
            }
        } else if (in.nstring().isPresent()) {
            throw new ImapSyntaxException("Expected a list or NIL");
        }
        return Command.ending(in, (session, out) -> {
            out.line("* ID (\"name\" \"Posthouse\")");
            return Completion.ok("Pleased to meet you");
        });
    }

    /** The length of what is given. */
    private static int value(ImapReader in) throws ImapSyntaxException {
        int length = in.nstring().map(octets -> octets.length).orElse(0);
        if (length > MAX_VALUE) {
            throw new ImapSyntaxException("Value is too long");
        }
        return length;
    }
}
