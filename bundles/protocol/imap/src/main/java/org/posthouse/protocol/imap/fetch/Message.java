package org.posthouse.protocol.imap.fetch;

import java.io.IOException;
import java.util.Optional;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.lib.mime.Structure;
import org.posthouse.protocol.imap.session.Session;

/** One message of the selected mailbox, read as far as it is asked for. Closed after use. */
public final class Message implements AutoCloseable {
    private final Session session;
    private final long uid;
    private Optional<Structure> structure = Optional.empty();
    private Optional<Content> content = Optional.empty();

    public Message(Session session, long uid) {
        this.session = session;
        this.uid = uid;
    }

    public Structure structure() throws MailException {
        if (structure.isEmpty()) {
            structure = Optional.of(kept());
        }
        return structure.get();
    }

    /** As the store has it; scanned anew where that cannot be read. */
    private Structure kept() throws MailException {
        byte[] octets = session.services()
                .store()
                .structure(session.account(), session.selected().mailboxId(), uid);
        try {
            return Structure.decode(octets);
        } catch (IllegalArgumentException damaged) {
            try {
                return Structure.scan(content());
            } catch (IOException e) {
                throw unreadable(e);
            }
        }
    }

    /** The message, for reading here. */
    public Content content() throws MailException {
        if (content.isEmpty()) {
            content = Optional.of(lease());
        }
        return content.get();
    }

    /** The message anew, for whoever closes it. */
    Content lease() throws MailException {
        return session.services()
                .store()
                .content(session.account(), session.selected().mailboxId(), uid);
    }

    /** Octets from here on, at most so many. */
    public byte[] bytes(long offset, int limit) throws MailException {
        try {
            return content().bytes(offset, limit);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** A failure of the medium. */
    public static MailException unreadable(IOException cause) {
        return MailException.notNow("The message cannot be read now", cause);
    }

    @Override
    public void close() {
        content.ifPresent(Content::close);
    }
}
