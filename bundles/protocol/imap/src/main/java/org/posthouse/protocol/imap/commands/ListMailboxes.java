package org.posthouse.protocol.imap.commands;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Mailbox;
import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.lib.wire.imap.ImapWriter;
import org.posthouse.protocol.imap.session.Completion;
import org.posthouse.protocol.imap.session.Session;
import org.posthouse.protocol.imap.session.Task;
import org.posthouse.spi.protocol.Output;

/** LIST, RFC 3501 §6.3.8, with the attributes of RFC 3348. */
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
        ListArguments arguments = ListArguments.read(in);
        return (session, out) -> list(arguments, session, out);
    }

    private static Completion list(ListArguments arguments, Session session, Output out) throws MailException {
        ImapWriter writer = new ImapWriter();
        if (arguments.separatorOnly()) {
            line(writer, "LIST", "\\Noselect", "");
        } else {
            Set<String> there = session.services().store().mailboxes(session.account()).all().stream()
                    .map(Mailbox::name)
                    .collect(Collectors.toSet());
            Set<String> levels =
                    there.stream().flatMap(name -> above(name).stream()).collect(Collectors.toSet());
            Set<String> names = new TreeSet<>(there);
            names.addAll(levels);
            for (String name : names) {
                if (arguments.matches(name)) {
                    String children = levels.contains(name) ? "\\HasChildren" : "\\HasNoChildren";
                    line(writer, "LIST", there.contains(name) ? children : "\\Noselect " + children, name);
                }
            }
        }
        out.bytes(writer.take());
        return Completion.ok("LIST completed");
    }

    /** All levels above the name. */
    static Set<String> above(String name) {
        Set<String> levels = new TreeSet<>();
        for (int at = name.indexOf(Mailbox.SEPARATOR); at > 0; at = name.indexOf(Mailbox.SEPARATOR, at + 1)) {
            levels.add(name.substring(0, at));
        }
        return levels;
    }

    static void line(ImapWriter writer, String response, String attributes, String name) {
        writer.raw("* " + response + " (" + attributes + ") \"/\" ")
                .mailbox(name)
                .line();
    }
}
