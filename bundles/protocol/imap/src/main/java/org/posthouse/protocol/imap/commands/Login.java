package org.posthouse.protocol.imap.commands;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.protocol.imap.session.Completion;
import org.posthouse.protocol.imap.session.Task;

/** LOGIN, RFC 3501 §6.2.3. */
record Login() implements Command {
    @Override
    public String name() {
        return "LOGIN";
    }

    @Override
    public Allowed allowed() {
        return Allowed.BEFORE_LOGIN;
    }

    @Override
    public Task parse(ImapReader in) throws ImapSyntaxException {
        String user = in.space().text();
        char[] password = characters(in.space().astring());
        in.end();
        return (session, out) -> {
            try {
                Optional<Completion> refusal = Credential.refusal(session);
                return refusal.isPresent() ? refusal.get() : Credential.check(session, user, password);
            } finally {
                Arrays.fill(password, '\0');
            }
        };
    }

    private static char[] characters(byte[] octets) throws ImapSyntaxException {
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets));
            char[] characters = new char[text.remaining()];
            text.get(characters);
            Arrays.fill(text.array(), '\0');
            return characters;
        } catch (CharacterCodingException e) {
            throw new ImapSyntaxException("Password is not UTF-8");
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }
}
