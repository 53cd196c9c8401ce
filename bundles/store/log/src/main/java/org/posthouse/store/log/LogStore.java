package org.posthouse.store.log;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
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
import org.posthouse.api.store.StoreCare;
import org.posthouse.api.store.StoreOp;
import org.posthouse.lib.store.Claim;
import org.posthouse.lib.store.StoreLife;
import org.posthouse.spi.store.StoreBackend;

/**
 * Mail in a log of segments under {@code data/store/default/log}. Opens when it is told to keep the mail, and only when the version before
 * it has let go; until then calls wait a little.
 */
@Component(
        name = "org.posthouse.store.log",
        service = {StoreBackend.class, Troubles.class})
@Designate(ocd = Settings.Configuration.class)
public final class LogStore implements StoreBackend, Troubles, AutoCloseable {
    private final Path folder;
    private final StoreLife<OpenStore> life;
    private final LogCare care;

    @Activate
    public LogStore(BundleContext bundle, Settings.Configuration configuration) {
        this(
                Settings.of(configuration)
                        .fitFor(
                                home(bundle).toFile().getTotalSpace(),
                                home(bundle).toFile().getUsableSpace()),
                Disk.at(home(bundle), Clock.systemUTC()),
                Claim.of(folder(home(bundle)), bundle));
    }

    /** A store in this home. */
    LogStore(Path home, Settings settings, Clock clock) {
        this(settings, Disk.at(home, clock), Claim.alone(folder(home)));
    }

    LogStore(Settings settings, Disk disk, Claim claim) {
        this.folder = claim.folder();
        this.life = new StoreLife<>(claim, folder -> new OpenStore(folder, settings, disk));
        this.care = new LogCare(life::storeToCareFor, life::isClosed);
    }

    private static Path home(BundleContext bundle) {
        return Path.of(bundle.getProperty("posthouse.home"));
    }

    private static Path folder(Path home) {
        return home.resolve("data").resolve("store").resolve("default").resolve("log");
    }

    @Override
    public void open() throws MailException {
        life.open();
    }

    @Override
    public Optional<String> missing() {
        return Layout.missing(folder);
    }

    private OpenStore store() throws MailException {
        return life.store();
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
    public List<byte[]> messages(AccountId account, String mailboxId, long[] uids, int room) throws MailException {
        return store().messages(account, mailboxId, uids, room);
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
    public Optional<StoreCare> care() {
        return Optional.of(care);
    }

    @Override
    public List<String> troubles() {
        return life.troubles();
    }

    /** The store as it is, once it is open. */
    OpenStore opened() throws MailException {
        return store();
    }

    /** Finishes what is being written; whatever comes later is refused. */
    @Override
    @Deactivate
    public void close() {
        life.close();
    }
}
