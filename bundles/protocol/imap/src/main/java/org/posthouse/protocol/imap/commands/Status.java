package org.posthouse.protocol.imap.commands;

import java.util.List;
import java.util.Optional;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Mailbox;
import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.lib.wire.imap.ImapWriter;
import org.posthouse.lib.wire.imap.StatusItem;
import org.posthouse.protocol.imap.listing.StatusAnswer;
import org.posthouse.protocol.imap.session.Completion;
import org.posthouse.protocol.imap.session.Session;
import org.posthouse.protocol.imap.session.Task;
import org.posthouse.spi.protocol.Output;

/** STATUS, RFC 3501 §6.3.10. */
record Status() implements Command {
    @Override
    public String name() {
        return "STATUS";
    }

    @Override
    public Allowed allowed() {
        return Allowed.AFTER_LOGIN;
    }

    @Override
    public Task parse(ImapReader in) throws ImapSyntaxException {
        String mailbox = in.space().mailbox();
        List<StatusItem> items = StatusItem.readList(in.space());
        return Command.ending(in, (session, out) -> tell(mailbox, items, session, out));
    }

    private static Completion tell(String name, List<StatusItem> items, Session session, Output out)
            throws MailException {
        Optional<Mailbox> mailbox = session.named(name);
        if (mailbox.isEmpty()) {
            return Completion.no("NONEXISTENT", "No such mailbox");
        }
        ImapWriter writer = new ImapWriter();
        StatusAnswer.of(mailbox.get(), items, session).write(name, writer);
        out.bytes(writer.take());
        return Completion.ok("STATUS completed");
    }
}
