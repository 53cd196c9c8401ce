package org.posthouse.store.jdbc;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.posthouse.api.database.Databases;
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
import org.posthouse.lib.store.Presence;
import org.posthouse.lib.store.StoreLife;
import org.posthouse.spi.store.StoreBackend;

/**
 * Mail as rows in the embedded database and files under {@code data/store}. Opens when it is told to keep the mail, and only when the version before
 * it has let go; until then calls wait a little.
 */
@Component(
        name = "org.posthouse.store.jdbc",
        service = {StoreBackend.class, Troubles.class})
@Designate(ocd = Settings.Configuration.class)
public final class JdbcStore implements StoreBackend, Troubles, AutoCloseable {

    private final Path folder;
    private final StoreLife<OpenStore> life;
    private final JdbcCare care;

    @Activate
    public JdbcStore(@Reference Databases databases, BundleContext bundle, Settings.Configuration configuration) {
        this(
                databases,
                Settings.of(configuration).fitFor(home(bundle).toFile().getTotalSpace()),
                Clock.systemUTC(),
                Claim.of(folder(home(bundle)), bundle));
    }

    /** A store in this home. */
    JdbcStore(Databases databases, Path home, Settings settings, Clock clock) {
        this(databases, settings, clock, Claim.alone(folder(home)));
    }

    private JdbcStore(Databases databases, Settings settings, Clock clock, Claim claim) {
        this.folder = claim.folder();
        this.life = new StoreLife<>(
                claim,
                place -> new OpenStore(Machinery.start(
                        databases.open("store", Schema.STEPS), place.resolve("default"), settings, clock)));
        this.care = new JdbcCare(() -> life.store().parts(), life::isClosed);
    }

    private static Path home(BundleContext bundle) {
        return Path.of(bundle.getProperty("posthouse.home"));
    }

    private static Path folder(Path home) {
        return home.resolve("data").resolve("store");
    }

    @Override
    public void open() throws MailException {
        life.open();
    }

    @Override
    public Optional<String> missing() {
        Optional<String> rows = Presence.missing(folder.resolveSibling("db").resolve("store"));
        return rows.isPresent() ? rows : Presence.missing(folder.resolve("default"));
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

    /** Forgets operations that were done long ago, as happens by itself every few minutes. */
    void forget() throws MailException {
        store().forget();
    }

    /** Finishes what is being written; whatever comes later is refused. */
    @Override
    @Deactivate
    public void close() {
        life.close();
    }
}
