package org.posthouse.core.mailstore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Changes;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.MailStore;
import org.posthouse.api.store.Mailbox;
import org.posthouse.api.store.Mailboxes;
import org.posthouse.api.store.ModSeq;
import org.posthouse.api.store.Snapshot;
import org.posthouse.api.store.StoreOp;
import org.posthouse.spi.store.StoreBackend;
import org.posthouse.testkit.store.FakeMailStore;

/** A store in memory that knows nothing of the house's rules; fails as often as it is told to. */
final class MemoryStore implements StoreBackend {
    final FakeMailStore mail;
    final List<List<StoreOp>> commits = new ArrayList<>();
    final Deque<MailException> failures = new ArrayDeque<>();
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger usages = new AtomicInteger();
    Runnable beforeFailing = () -> {};
    /** Made when it is opened. */
    Optional<Path> folder = Optional.empty();
    /** Whether it cannot be opened. */
    volatile boolean dies;
    /** Once, when something is there of which nobody knows yet. */
    Runnable afterCommit = () -> {};

    private final Set<AccountId> withInbox = new HashSet<>();
    private final Map<String, String> names = new HashMap<>();

    MemoryStore() {
        mail = new FakeMailStore(content -> new byte[0]);
    }

    /** The next version over the same mail. */
    MemoryStore(MemoryStore former) {
        mail = former.mail;
        withInbox.addAll(former.withInbox);
        names.putAll(former.names);
    }

    @Override
    public void open() throws MailException {
        opened.incrementAndGet();
        if (dies) {
            throw MailException.notNow("killed");
        }
        try {
            for (Path made : folder.stream().toList()) {
                Files.createDirectories(made);
            }
        } catch (IOException failure) {
            throw MailException.notNow("no folder", failure);
        }
    }

    @Override
    public Optional<String> missing() {
        return folder.filter(Files::notExists).map(gone -> "there is no " + gone);
    }

    @Override
    public synchronized Mailboxes mailboxes(AccountId account) throws MailException {
        Mailboxes all = mail.mailboxes(account);
        return Mailboxes.of(
                all.all().stream()
                        .filter(box -> !box.name().equals(Mailbox.INBOX) || withInbox.contains(account))
                        .map(box -> new Mailbox(box.id(), names.getOrDefault(box.id(), box.name()), box.uidValidity()))
                        .toList(),
                all.subscribed());
    }

    private static boolean makesInbox(StoreOp step) {
        return step instanceof StoreOp.CreateMailbox create && create.name().equals(Mailbox.INBOX);
    }

    /** The mail behind it has its own idea of names: it is told the ids instead. */
    private StoreOp flat(StoreOp step) {
        if (step instanceof StoreOp.CreateMailbox create) {
            names.put(create.mailboxId(), create.name());
            return new StoreOp.CreateMailbox(create.mailboxId(), create.mailboxId());
        }
        if (step instanceof StoreOp.RenameMailbox rename) {
            names.put(rename.mailboxId(), rename.name());
            return new StoreOp.Flags(rename.mailboxId(), new long[0], Set.of(), Set.of());
        }
        return step;
    }

    @Override
    public Snapshot read(AccountId account, String mailboxId) throws MailException {
        return mail.read(account, mailboxId);
    }

    @Override
    public Changes since(AccountId account, String mailboxId, ModSeq seen) throws MailException {
        return mail.since(account, mailboxId, seen);
    }

    @Override
    public Content content(AccountId account, String mailboxId, long uid) throws MailException {
        return mail.content(account, mailboxId, uid);
    }

    @Override
    public byte[] structure(AccountId account, String mailboxId, long uid) throws MailException {
        return mail.structure(account, mailboxId, uid);
    }

    @Override
    public synchronized Committed commit(
            AccountId account, String operationId, Optional<ModSeq> base, List<StoreOp> steps) throws MailException {
        if (!failures.isEmpty()) {
            beforeFailing.run();
            throw failures.remove();
        }
        commits.add(steps);
        // The mail behind it has an INBOX already.
        List<StoreOp> others = steps.stream().filter(step -> !makesInbox(step)).toList();
        if (others.size() < steps.size()) {
            withInbox.add(account);
        }
        Committed done = mail.commit(
                account, operationId, base, others.stream().map(this::flat).toList());
        Runnable next = afterCommit;
        afterCommit = () -> {};
        next.run();
        return done;
    }

    @Override
    public MailStore.Usage usage(AccountId account) throws MailException {
        usages.incrementAndGet();
        return mail.usage(account);
    }

    @Override
    public void erase(AccountId account) throws MailException {
        mail.erase(account);
    }
}
