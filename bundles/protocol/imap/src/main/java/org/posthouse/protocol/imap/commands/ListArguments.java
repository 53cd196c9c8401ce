package org.posthouse.protocol.imap.commands;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.lib.wire.imap.ListPattern;
import org.posthouse.lib.wire.imap.MailboxNameException;
import org.posthouse.lib.wire.imap.ModifiedUtf7;

/**
 * Reference and pattern of LIST and LSUB, RFC 3501 §6.3.8; the one is put before the other. Without a pattern only the separator is asked
 * for. No name matches what is not modified UTF-7.
 */
record ListArguments(boolean separatorOnly, Optional<ListPattern> pattern, boolean byLevel) {
    static ListArguments read(ImapReader in) throws ImapSyntaxException {
        byte[] reference = in.space().astring();
        byte[] pattern = in.space().listMailbox();
        in.end();
        byte[] both = new byte[reference.length + pattern.length];
        System.arraycopy(reference, 0, both, 0, reference.length);
        System.arraycopy(pattern, 0, both, reference.length, pattern.length);
        boolean byLevel = new String(both, StandardCharsets.ISO_8859_1).indexOf('%') >= 0;
        return new ListArguments(pattern.length == 0, pattern(both), byLevel);
    }

    private static Optional<ListPattern> pattern(byte[] octets) {
        try {
            return Optional.of(ListPattern.of(ModifiedUtf7.decode(octets)));
        } catch (MailboxNameException e) {
            return Optional.empty();
        }
    }

    boolean matches(String name) {
        return pattern.isPresent() && pattern.get().matches(name);
    }
}
