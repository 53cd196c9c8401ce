package org.posthouse.core.mailstore;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.net.Client;
import org.posthouse.api.store.Actor;
import org.posthouse.api.store.Changes;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.MailStore;
import org.posthouse.api.store.Mailboxes;
import org.posthouse.api.store.ModSeq;
import org.posthouse.api.store.Snapshot;
import org.posthouse.api.store.StoreCare;
import org.posthouse.api.store.StoreOp;

/** Everybody's mail as one actor changes it. */
record ActorsMailStore(HouseMailStore house, Actor actor) implements MailStore {
    @Override
    public MailStore by(Actor other) {
        return house.by(other);
    }

    @Override
    public Optional<String> keptBy() {
        return house.keptBy();
    }

    @Override
    public Committed commit(AccountId account, String operationId, Optional<ModSeq> base, List<StoreOp> steps)
            throws MailException {
        return house.commit(new HouseMailStore.Order(account, Optional.of(actor), operationId, base), steps);
    }

    @Override
    public Committed append(
            AccountId account,
            String mailboxId,
            Content message,
            Set<String> flags,
            Instant received,
            String operationId)
            throws MailException {
        StoreOp step = HouseMailStore.append(mailboxId, message, flags, received);
        return commit(account, operationId, Optional.empty(), List.of(step));
    }

    @Override
    public void fetched(AccountId account, String mailboxId, long uid) {
        house.fetched(account, actor, mailboxId, uid);
    }

    @Override
    public StoreCare care() {
        return house.care();
    }

    @Override
    public void erase(AccountId account) throws MailException {
        house.erase(account, Optional.of(actor));
    }

    @Override
    public Mailboxes mailboxes(AccountId account) throws MailException {
        return house.mailboxes(account);
    }

    @Override
    public Snapshot read(AccountId account, String mailboxId) throws MailException {
        return house.read(account, mailboxId);
    }

    @Override
    public Changes since(AccountId account, String mailboxId, ModSeq seen) throws MailException {
        return house.since(account, mailboxId, seen);
    }

    @Override
    public Content content(AccountId account, String mailboxId, long uid) throws MailException {
        return house.content(account, mailboxId, uid);
    }

    @Override
    public byte[] structure(AccountId account, String mailboxId, long uid) throws MailException {
        return house.structure(account, mailboxId, uid);
    }

    @Override
    public List<byte[]> structures(AccountId account, String mailboxId, long[] uids) throws MailException {
        return house.structures(account, mailboxId, uids);
    }

    @Override
    public List<byte[]> messages(AccountId account, String mailboxId, long[] uids, int room) throws MailException {
        return house.messages(account, mailboxId, uids, room);
    }

    @Override
    public Registration watch(AccountId account, String mailboxId, Runnable bell) {
        return house.watch(account, mailboxId, bell);
    }

    @Override
    public long takeRecent(AccountId account, String mailboxId, boolean readOnly) throws MailException {
        return house.takeRecent(account, mailboxId, readOnly);
    }

    @Override
    public boolean lock(AccountId account, Client holder) throws MailException {
        return house.lock(account, holder);
    }

    @Override
    public void unlock(AccountId account, Client holder) {
        house.unlock(account, holder);
    }

    @Override
    public Usage usage(AccountId account) throws MailException {
        return house.usage(account);
    }
}
