package org.posthouse.core.mailstore;

import java.io.IOException;
import java.util.Optional;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.MailStore;
import org.posthouse.lib.mime.Structure;
import org.posthouse.lib.search.Searched;

/** One message, fetched from the store as far as it is asked for. For one thread. */
final class StoredMessage implements Searched, AutoCloseable {
    private final MailStore store;
    private final AccountId account;
    private final String mailboxId;
    private final long uid;
    private Optional<Structure> structure = Optional.empty();
    private Optional<Content> content = Optional.empty();

    StoredMessage(MailStore store, AccountId account, String mailboxId, long uid) {
        this.store = store;
        this.account = account;
        this.mailboxId = mailboxId;
        this.uid = uid;
    }

    /** As the store has it; scanned anew where that cannot be read. */
    @Override
    public Structure structure() throws MailException {
        if (structure.isEmpty()) {
            byte[] kept = store.structure(account, mailboxId, uid);
            structure = Optional.of(decoded(kept));
        }
        return structure.get();
    }

    private Structure decoded(byte[] kept) throws MailException {
        try {
            return Structure.decode(kept);
        } catch (IllegalArgumentException damaged) {
            try {
                return Structure.scan(content());
            } catch (IOException e) {
                throw MailException.notNow("The message cannot be read now", e);
            }
        }
    }

    @Override
    public Content content() throws MailException {
        if (content.isEmpty()) {
            content = Optional.of(store.content(account, mailboxId, uid));
        }
        return content.get();
    }

    @Override
    public byte[] bytes(long offset, int limit) throws MailException {
        try {
            return content().bytes(offset, limit);
        } catch (IOException e) {
            throw MailException.notNow("The message cannot be read now", e);
        }
    }

    @Override
    public void close() {
        content.ifPresent(Content::close);
    }
}
