package org.posthouse.store.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.posthouse.api.health.Troubles;
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
import org.posthouse.lib.store.Claim;
import org.posthouse.lib.store.Failures;
import org.posthouse.lib.store.Possession;
import org.posthouse.spi.store.StoreBackend;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mail in a log of segments under {@code data/store/default/log}. Opens in the background, and only when the version before
 * it has let go; until then calls wait a little.
 */
@Component(
        name = "org.posthouse.store.log",
        service = {StoreBackend.class, Troubles.class})
@Designate(ocd = Settings.Configuration.class)
public final class LogStore implements StoreBackend, Troubles, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogStore.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Settings settings;
    private final Disk disk;
    private final Claim claim;
    private final ExecutorService opener =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "posthouse-store-open-1"));
    private Optional<Possession> possession = Optional.empty();
    private volatile Optional<OpenStore> open = Optional.empty();
    private volatile boolean closed;
    private volatile String why = " yet";

    @Activate
    public LogStore(BundleContext bundle, Settings.Configuration configuration) {
        this(
                Settings.of(configuration).fitFor(home(bundle).toFile().getTotalSpace()),
                Disk.at(home(bundle), Clock.systemUTC()),
                Claim.of(folder(home(bundle)), bundle));
    }

    /** A store in this home. */
    LogStore(Path home, Settings settings, Clock clock) {
        this(settings, Disk.at(home, clock), Claim.alone(folder(home)));
    }

    LogStore(Settings settings, Disk disk, Claim claim) {
        this.settings = settings;
        this.disk = disk;
        this.claim = claim;
        opener.execute(this::openEarly);
        opener.shutdown();
    }

    private static Path home(BundleContext bundle) {
        return Path.of(bundle.getProperty("posthouse.home"));
    }

    private static Path folder(Path home) {
        return home.resolve("data").resolve("store").resolve("default").resolve("log");
    }

    private void openEarly() {
        try {
            store();
        } catch (MailException failure) {
            if (!closed) {
                why = ": " + failure.getMessage() + "; log/posthouse.log says more";
                LOG.warn("the store is not open yet: {}", failure.getMessage(), failure.getCause());
            }
        }
    }

    private OpenStore store() throws MailException {
        Optional<OpenStore> there = open;
        return there.isPresent() ? there.get() : openOnce();
    }

    private synchronized OpenStore openOnce() throws MailException {
        if (closed) {
            throw Failures.notNow("The store is closed");
        }
        if (open.isEmpty()) {
            try {
                if (possession.isEmpty()) {
                    possession = Possession.take(claim.folder().resolve("lock"), PATIENCE);
                }
                if (possession.isEmpty()) {
                    throw Failures.notNow("The store is still in use by another");
                }
                open = Optional.of(new OpenStore(claim.folder(), settings, disk));
            } catch (IOException | UncheckedIOException failure) {
                throw Failures.of(failure);
            } catch (InterruptedException interrupt) {
                Thread.currentThread().interrupt();
                throw Failures.notNow(interrupt);
            }
        }
        return open.orElseThrow();
    }

    @Override
    public Mailboxes mailboxes(AccountId account) throws MailException {
        return store().mailboxes(account);
    }

    @Override
    public Snapshot read(AccountId account, String mailboxId) throws MailException {
        return store().read(account, mailboxId);
    }

    @Override
    public Changes since(AccountId account, String mailboxId, ModSeq seen) throws MailException {
        return store().since(account, mailboxId, seen);
    }

    @Override
    public Content content(AccountId account, String mailboxId, long uid) throws MailException {
        return store().content(account, mailboxId, uid);
    }

    @Override
    public byte[] structure(AccountId account, String mailboxId, long uid) throws MailException {
        return store().structure(account, mailboxId, uid);
    }

    @Override
    public List<byte[]> structures(AccountId account, String mailboxId, long[] uids) throws MailException {
        return store().structures(account, mailboxId, uids);
    }

    @Override
    public Committed commit(AccountId account, String operationId, Optional<ModSeq> base, List<StoreOp> steps)
            throws MailException {
        return store().commit(account, operationId, base, steps);
    }

    @Override
    public MailStore.Usage usage(AccountId account) throws MailException {
        return store().usage(account);
    }

    @Override
    public void erase(AccountId account) throws MailException {
        store().erase(account);
    }

    @Override
    public List<String> troubles() {
        return open.map(OpenStore::troubles).orElseGet(() -> List.of("store: it is not open" + why));
    }

    /** The store as it is, once it is open. */
    OpenStore opened() throws MailException {
        return store();
    }

    /** Finishes what is being written; whatever comes later is refused. */
    @Override
    @Deactivate
    public synchronized void close() {
        closed = true;
        open.ifPresent(OpenStore::close);
        try {
            if (possession.isPresent()) {
                possession.get().close();
            }
        } catch (IOException failure) {
            LOG.warn("the store's lock cannot be given back", failure);
        } finally {
            claim.close();
        }
    }
}
