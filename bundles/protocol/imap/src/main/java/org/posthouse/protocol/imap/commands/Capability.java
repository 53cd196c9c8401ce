package org.posthouse.protocol.imap.commands;

import java.util.ArrayList;
import java.util.List;
import org.posthouse.lib.sasl.Mechanisms;
import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.protocol.imap.session.Completion;
import org.posthouse.protocol.imap.session.Session;
import org.posthouse.protocol.imap.session.Task;

/** CAPABILITY, RFC 3501 §6.1.1. */
public final class Capability implements Command {
    private static final List<String> EXTENSIONS = List.of(
            "IMAP4rev1", "LITERAL+", "SASL-IR", "ID", "IDLE", "NAMESPACE", "UIDPLUS", "UNSELECT", "MOVE", "CHILDREN");

    /** What this client may use now: no password goes over an open line. */
    public static String list(Session session) {
        List<String> words = new ArrayList<>(EXTENSIONS);
        if (!session.loggedIn()) {
            if (session.client().tlsOffered()) {
                words.add("STARTTLS");
            }
            if (session.client().confidential()) {
                Mechanisms.names().forEach(name -> words.add("AUTH=" + name));
            } else {
                words.add("LOGINDISABLED");
            }
        }
        return "CAPABILITY " + String.join(" ", words);
    }

    @Override
    public String name() {
        return "CAPABILITY";
    }

    @Override
    public Allowed allowed() {
        return Allowed.ALWAYS;
    }

    @Override
    public Task parse(ImapReader in) throws ImapSyntaxException {
        return Command.ending(in, (session, out) -> {
            out.line("* " + list(session));
            return Completion.ok("That is all");
        });
    }
}
