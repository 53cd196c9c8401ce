package org.posthouse.protocol.imap.fetch;

import java.io.IOException;
import java.util.Optional;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.lib.mime.Structure;
import org.posthouse.lib.search.Searched;
import org.posthouse.protocol.imap.session.Session;

/** One message of the selected mailbox, read as far as it is asked for. Closed after use. */
public final class Message implements Searched, AutoCloseable {
    private static final Status DAMAGED = new Status(5, 6, 0);
    /** Octets of a message that is read whole, even where a part of it would do. */
    private static final long SMALL = 256 << 10;
    /** Octets of one that is read at once, and kept in memory as long as this. */
    static final long TINY = 16 << 10;

    private final Session session;
    private final long uid;
    private Optional<Structure> structure = Optional.empty();
    private Optional<Content> content = Optional.empty();

    private final byte[] known;

    public Message(Session session, long uid) {
        this(session, uid, new byte[0], new byte[0]);
    }

    /**
     * What the store has of it, or nothing.
     *
     * @param known its structure
     * @param octets the message, which is known to be sound
     */
    Message(Session session, long uid, byte[] known, byte[] octets) {
        this.session = session;
        this.uid = uid;
        this.known = known;
        if (octets.length > 0) {
            content = Optional.of(Content.of(octets));
        }
    }

    @Override
    public Structure structure() throws MailException {
        if (structure.isEmpty()) {
            structure = Optional.of(kept());
        }
        return structure.get();
    }

    /** As the store has it; scanned anew where that cannot be read. */
    private Structure kept() throws MailException {
        byte[] octets = known.length > 0
                ? known
                : session.services()
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

    /** The message, for reading here; one that is not large is known to be sound. */
    @Override
    public Content content() throws MailException {
        if (content.isEmpty()) {
            Content leased = lease();
            Content found = leased.size() <= TINY ? Content.of(read(leased)) : leased;
            content = Optional.of(found);
            if (found.size() <= SMALL) {
                check(found);
            }
        }
        return content.get();
    }

    /** The message anew, for whoever closes it, and known to be sound: what is wrong with it can be told now, and not when it is sent. */
    Content sound() throws MailException {
        Content found = lease();
        try {
            check(found);
            return found;
        } catch (MailException e) {
            found.close();
            throw e;
        }
    }

    private Content lease() throws MailException {
        return session.services()
                .store()
                .content(session.account(), session.selected().mailboxId(), uid);
    }

    private static void check(Content message) throws MailException {
        try {
            message.check();
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    private static byte[] read(Content message) throws MailException {
        try (message) {
            return message.sound();
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    private static MailException damaged(IOException cause) {
        return new MailException(MailException.Kind.PERMANENT, DAMAGED, "The message is damaged", cause);
    }

    /** Octets from here on, at most so many. */
    @Override
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
