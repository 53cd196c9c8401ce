package org.posthouse.protocol.imap.commands;

import java.util.ArrayList;
import java.util.List;
import org.posthouse.lib.sasl.Mechanisms;
import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.protocol.imap.session.Completion;
import org.posthouse.protocol.imap.session.Session;
import org.posthouse.protocol.imap.session.Task;

/** CAPABILITY, RFC 3501 §6.1.1: what is of use to this client in its present state. */
public final class Capability implements Command {
    private static final List<String> ALWAYS = List.of("IMAP4rev1", "LITERAL+", "ID", "ENABLE", "IDLE");
    private static final List<String> AFTER_LOGIN = List.of(
            "NAMESPACE",
            "UIDPLUS",
            "UNSELECT",
            "MOVE",
            "CHILDREN",
            "LIST-EXTENDED",
            "LIST-STATUS",
            "SPECIAL-USE",
            "ESEARCH",
            "STATUS=SIZE");

    /** As a response and as a response code. */
    public static String list(Session session) {
        List<String> words = new ArrayList<>(ALWAYS);
        words.addAll(session.loggedIn() ? afterLogin(session) : beforeLogin(session));
        // RFC 7889 §2: the same for all mailboxes.
        words.add("APPENDLIMIT=" + session.limits().append());
        return "CAPABILITY " + String.join(" ", words);
    }

    /** Compression is for those who are known: it costs memory. */
    private static List<String> afterLogin(Session session) {
        List<String> words = new ArrayList<>(AFTER_LOGIN);
        if (session.client().compressionOffered()) {
            words.add("COMPRESS=DEFLATE");
        }
        return words;
    }

    /** No password goes over an open line. */
    private static List<String> beforeLogin(Session session) {
        List<String> words = new ArrayList<>(List.of("SASL-IR"));
        if (session.client().tlsOffered()) {
            words.add("STARTTLS");
        }
        if (session.client().confidential()) {
            Mechanisms.names().forEach(name -> words.add("AUTH=" + name));
        } else {
            words.add("LOGINDISABLED");
        }
        return words;
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
