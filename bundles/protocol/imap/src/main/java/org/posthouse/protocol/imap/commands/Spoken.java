package org.posthouse.protocol.imap.commands;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.posthouse.lib.wire.imap.CommandText;
import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;

/** A command as a log may have it: without passwords, and without what somebody looks for in his mail. */
public final class Spoken {
    private static final Set<String> PRIVATE = Set.of("LOGIN", "AUTHENTICATE", "SEARCH");

    private Spoken() {}

    /** Its first line, or no more than its name. */
    public static String of(CommandText text) {
        try {
            ImapReader in = text.reader();
            String tag = in.tag();
            String name = in.space().keyword();
            if (name.equals("UID")) {
                name = in.space().keyword();
            }
            return PRIVATE.contains(name)
                    ? tag + " " + name + " …"
                    : new String(text.pieces().get(0), StandardCharsets.UTF_8);
        } catch (ImapSyntaxException e) {
            return "a command that is none";
        }
    }
}
