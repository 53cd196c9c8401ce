package org.posthouse.store.log;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Changes;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.MailStore;
import org.posthouse.api.store.Mailboxes;
import org.posthouse.api.store.ModSeq;
import org.posthouse.api.store.Snapshot;
import org.posthouse.api.store.StoreOp;
import org.posthouse.lib.disk.Alarms;
import org.posthouse.lib.store.AccountState;
import org.posthouse.lib.store.Box;
import org.posthouse.lib.store.Columns;
import org.posthouse.lib.store.Entry;
import org.posthouse.lib.store.Failures;
import org.posthouse.lib.store.Index;
import org.posthouse.lib.store.Limits;
import org.posthouse.lib.store.MailboxChanges;
import org.posthouse.lib.store.MailboxSnapshot;
import org.posthouse.lib.store.Ring;
import org.posthouse.lib.store.StoreLife;
import org.posthouse.spi.store.StoreBackend;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store while it is open: its accounts are spread over shards by their ids. */
final class OpenStore implements StoreBackend, StoreLife.Opened {
    private static final Logger LOG = LoggerFactory.getLogger(OpenStore.class);
    private static final int ATTEMPTS = 5;
    private static final byte[] NONE = {};
    /** Octets of structures that are given together, but for the last of them. */
    private static final int MOST_TOGETHER = 1 << 20;

    private final List<Shard> shards = new ArrayList<>();
    private final Alarms alarms;

    /** What stands between an entry and what is asked of it. */
    @FunctionalInterface
    private interface Reading<T> {
        Optional<T> of(Entry entry) throws IOException;
    }

    OpenStore(Path folder, Settings settings, Disk disk) throws IOException {
        alarms = new Alarms(disk.clock());
        int count = Layout.shards(folder, settings.shards());
        Memory memory = new Memory(
                settings.indexedMessages(), () -> shards.stream().flatMap(shard -> shard.directory().lines().stream()));
        Reserve reserve = new Reserve(disk.free(), settings.reserve());
        Ring structures = new Ring(settings.structureOctets());
        boolean done = false;
        try {
            for (int i = 0; i < count; i++) {
                Recent recent = new Recent(structures, i);
                Shard.Surroundings around = new Shard.Surroundings(settings, reserve, alarms, memory, recent, disk);
                shards.add(new Shard(Layout.shard(folder, i), "store-" + i, around));
            }
            done = true;
        } finally {
            if (!done) {
                var unused = end();
            }
        }
        shards.forEach(Shard::begin);
    }

    /** Where this account is. */
    Shard shard(AccountId account) {
        return shards.get(Math.floorMod(account.value().hashCode(), shards.size()));
    }

    @Override
    public Mailboxes mailboxes(AccountId account) throws MailException {
        return shard(account).state(account).mailboxes();
    }

    @Override
    public Snapshot read(AccountId account, String mailboxId) throws MailException {
        AccountState state = shard(account).opened(account, mailboxId);
        Box box = state.box(mailboxId);
        return new MailboxSnapshot(box, index(box), new ModSeq(state.modSeq()));
    }

    @Override
    public Changes since(AccountId account, String mailboxId, ModSeq seen) throws MailException {
        AccountState state = shard(account).opened(account, mailboxId);
        Box box = state.box(mailboxId);
        return MailboxChanges.since(seen.value(), box, index(box), state.modSeq());
    }

    @Override
    public Content content(AccountId account, String mailboxId, long uid) throws MailException {
        Shard shard = shard(account);
        return reading(account, mailboxId, uid, shard::content);
    }

    @Override
    public byte[] structure(AccountId account, String mailboxId, long uid) throws MailException {
        Shard shard = shard(account);
        return reading(account, mailboxId, uid, shard::structure);
    }

    @Override
    public List<byte[]> structures(AccountId account, String mailboxId, long[] uids) throws MailException {
        Shard shard = shard(account);
        Columns columns = index(shard.opened(account, mailboxId).box(mailboxId)).columns();
        List<byte[]> found = new ArrayList<>(uids.length);
        int octets = 0;
        try (BodyReader reader = new BodyReader(new LogReader(shard.log()))) {
            for (long uid : uids) {
                int at = columns.indexOf(uid);
                byte[] structure = at < 0 || octets > MOST_TOGETHER
                        ? NONE
                        : structure(shard.recent(), reader, columns.content(at));
                octets += structure.length;
                found.add(structure);
            }
        } catch (IOException failure) {
            LOG.debug("closing", failure);
        }
        return found;
    }

    /** The structure at this position; nothing if it is not at hand. */
    private static byte[] structure(Recent recent, BodyReader reader, long position) {
        Optional<byte[]> known = recent.structure(position);
        if (known.isPresent() || Positions.inFile(position)) {
            return known.orElse(NONE);
        }
        try {
            byte[] structure = reader.structure(position);
            recent.put(position, structure);
            return structure;
        } catch (IOException failure) {
            return leftOut(position, failure);
        }
    }

    @Override
    public List<byte[]> messages(AccountId account, String mailboxId, long[] uids, int room) throws MailException {
        Shard shard = shard(account);
        Columns columns = index(shard.opened(account, mailboxId).box(mailboxId)).columns();
        List<byte[]> found = new ArrayList<>(uids.length);
        int left = room;
        try (BodyReader reader = new BodyReader(new LogReader(shard.log()))) {
            for (long uid : uids) {
                int at = columns.indexOf(uid);
                byte[] message = at < 0 || columns.size(at) > left ? NONE : message(reader, columns.entry(at));
                left -= message.length;
                found.add(message);
            }
        } catch (IOException failure) {
            LOG.debug("closing", failure);
        }
        return found;
    }

    /** The message of this entry, in the same way. */
    private static byte[] message(BodyReader reader, Entry entry) {
        if (Positions.inFile(entry.content())) {
            return NONE;
        }
        try {
            return reader.message(entry.content(), (int) entry.size());
        } catch (IOException failure) {
            return leftOut(entry.content(), failure);
        }
    }

    /** Whoever asks for it alone is told why. */
    private static byte[] leftOut(long position, IOException failure) {
        LOG.debug("segment {} octet {}", Positions.segment(position), Positions.offset(position), failure);
        return NONE;
    }

    /** Looks again where a message is if it has gone from where it was. */
    private <T> T reading(AccountId account, String mailboxId, long uid, Reading<T> reading) throws MailException {
        try {
            for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
                Optional<T> read = reading.of(entry(account, mailboxId, uid));
                if (read.isPresent()) {
                    return read.get();
                }
            }
            throw new IOException("its segment is gone");
        } catch (IOException failure) {
            if (failure instanceof NoSuchFileException) {
                // It may have been expunged since the index was read; then it is gone, not damaged.
                LOG.debug("{}", entry(account, mailboxId, uid));
            }
            String what =
                    "account " + account + " mailbox " + mailboxId + " uid " + uid + " cannot be read: " + failure;
            LOG.error("{}", what);
            alarms.raise("store: " + what);
            throw Failures.damaged(failure);
        }
    }

    private Entry entry(AccountId account, String mailboxId, long uid) throws MailException {
        Columns columns =
                index(shard(account).opened(account, mailboxId).box(mailboxId)).columns();
        int at = columns.indexOf(uid);
        if (at < 0) {
            throw Failures.noMessage();
        }
        return columns.entry(at);
    }

    private static Index index(Box box) throws MailException {
        return box.index().orElseThrow(() -> Failures.notNow("The mailbox is not open"));
    }

    @Override
    public Committed commit(AccountId account, String operationId, Optional<ModSeq> base, List<StoreOp> steps)
            throws MailException {
        if (operationId.isEmpty() || operationId.length() > Limits.LONGEST_ID) {
            throw Failures.refused("The operation has no proper id");
        }
        return shard(account).commit(account, new Request.Order(operationId, base, steps));
    }

    @Override
    public MailStore.Usage usage(AccountId account) throws MailException {
        long octets = 0;
        long messages = 0;
        for (Box box : shard(account).state(account).boxes()) {
            octets += box.octets();
            messages += box.messages();
        }
        return new MailStore.Usage(octets, messages);
    }

    @Override
    public void erase(AccountId account) throws MailException {
        shard(account).erase(account);
    }

    /** All shards, to be looked after. */
    List<Shard> shards() {
        return List.copyOf(shards);
    }

    /** All that is kept has been looked at and is in order. */
    void settle() {
        alarms.settle();
    }

    @Override
    public List<String> troubles() {
        Stream<String> missing = shards.stream()
                .flatMap(shard -> shard.missing().troubles().stream())
                .map(what -> "store: " + what);
        Stream<String> keepers = shards.stream().flatMap(shard -> shard.keeper().trouble().stream());
        return Stream.of(missing, keepers, alarms.troubles().stream())
                .flatMap(each -> each)
                .toList();
    }

    @Override
    public CompletableFuture<Void> end() {
        return CompletableFuture.allOf(shards.stream().map(Shard::end).toArray(CompletableFuture<?>[]::new));
    }
}
