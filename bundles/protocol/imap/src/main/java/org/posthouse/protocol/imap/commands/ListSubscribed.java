package org.posthouse.protocol.imap.commands;

import java.util.Set;
import java.util.TreeSet;
import org.posthouse.api.mail.MailException;
import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.lib.wire.imap.ImapWriter;
import org.posthouse.protocol.imap.session.Completion;
import org.posthouse.protocol.imap.session.Session;
import org.posthouse.protocol.imap.session.Task;
import org.posthouse.spi.protocol.Output;

/** LSUB, RFC 3501 §6.3.9: what is subscribed, and by {@code %} also levels above it. */
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
        ListArguments arguments = ListArguments.read(in);
        return (session, out) -> list(arguments, session, out);
    }

    private static Completion list(ListArguments arguments, Session session, Output out) throws MailException {
        Set<String> subscribed =
                session.services().store().mailboxes(session.account()).subscribed();
        Set<String> names = new TreeSet<>(subscribed);
        if (arguments.byLevel()) {
            subscribed.forEach(name -> names.addAll(ListMailboxes.above(name)));
        }
        ImapWriter writer = new ImapWriter();
        if (arguments.separatorOnly()) {
            ListMailboxes.line(writer, "LSUB", "\\Noselect", "");
        } else {
            names.stream()
                    .filter(arguments::matches)
                    .forEach(name ->
                            ListMailboxes.line(writer, "LSUB", subscribed.contains(name) ? "" : "\\Noselect", name));
        }
        out.bytes(writer.take());
        return Completion.ok("LSUB completed");
    }
}
