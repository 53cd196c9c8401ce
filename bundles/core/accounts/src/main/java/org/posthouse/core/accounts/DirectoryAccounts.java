package org.posthouse.core.accounts;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Accounts;
import org.posthouse.api.account.Entry;
import org.posthouse.api.account.Logins;
import org.posthouse.api.crypto.PasswordHash;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.net.Client;
import org.posthouse.spi.directory.DirectoryOp;
import org.posthouse.spi.directory.Verifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is who, and logging in, whichever directories there are. */
@Component(
        name = "org.posthouse.core.accounts",
        service = {Accounts.class, Logins.class},
        immediate = true,
        configurationPid = "org.posthouse.core.accounts")
@org.osgi.service.metatype.annotations.Designate(ocd = AccountsConfiguration.class)
public final class DirectoryAccounts implements Accounts, Logins {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryAccounts.class);
    /** A hash of a password that nobody has: unknown names take as long as known ones. */
    private static final String NOBODY =
            "$argon2id$v=19$m=19456,t=2,p=1$cG9zdGhvdXNlbm9ib2R5$W6gZ4m0Z2K1mJ8fO5dSxq3sQm1m1bqkq0J0w3n6yC1g";

    /** Stands for what a directory checks passwords with itself. */
    private static final byte[] OWN = new byte[0];

    private static final int LONGEST_PASSWORD = 1024;
    /** What administrators log in by; no protocol that could be taken from an account. */
    private static final String CONSOLE = "console";

    private final Directories directories;
    private final PasswordHash hash;
    private final boolean demo;
    private volatile AccountsSettings settings;
    private final Hashers hashers;
    private final RightPasswords right;
    private final FailedLogins failed;
    private final LastLogins lastLogins;

    @Activate
    public DirectoryAccounts(
            BundleContext bundle,
            @Reference Directories directories,
            @Reference PasswordHash hash,
            AccountsConfiguration config) {
        this(directories, hash, AccountsSettings.of(config), DemoAccounts.on(bundle), Clock.systemUTC());
    }

    DirectoryAccounts(
            Directories directories, PasswordHash hash, AccountsSettings configured, boolean demo, Clock clock) {
        this.directories = directories;
        this.hash = hash;
        this.demo = demo;
        this.settings = demo ? configured.inDemo() : configured;
        this.hashers = new Hashers(settings.hashers(), settings.waitingLogins());
        this.right = new RightPasswords(clock, settings.rememberedLogin());
        this.failed = new FailedLogins(clock, settings.failedLogins(), settings.longestLoginWait());
        this.lastLogins = new LastLogins(clock, this::writeLogin);
    }

    @Modified
    void change(AccountsConfiguration configuration) {
        AccountsSettings configured = AccountsSettings.of(configuration);
        settings = demo ? configured.inDemo() : configured;
        hashers.threads(settings.hashers());
        right.life(settings.rememberedLogin());
        failed.limits(settings.failedLogins(), settings.longestLoginWait());
    }

    @Deactivate
    void close() {
        lastLogins.close();
        hashers.close();
    }

    @Override
    public Optional<Entry> entry(Address address) throws MailException {
        return directories.entry(address);
    }

    @Override
    public Optional<Account> account(AccountId id) throws MailException {
        return directories.account(id);
    }

    @Override
    public boolean hasDomain(String domain) throws MailException {
        return directories.holds(domain);
    }

    @Override
    public Optional<Account> login(Client client, String protocol, String name, char[] password) throws MailException {
        Optional<Address> address = address(name);
        InetAddress from = client.address().getAddress();
        Optional<Account> account;
        if (from.isLoopbackAddress() && !settings.loopbackWaits()) {
            account = withPassword(address, password);
        } else {
            account = unlessHeldUp(from, address, password);
        }
        Optional<Account> proved = account;
        account = account.filter(known -> known.enabled() && may(known, protocol));
        if (account.isEmpty()) {
            LOG.info(
                    "login refused: connection {} from {} by {} as {}: {}",
                    client.id(),
                    from.getHostAddress(),
                    protocol,
                    whose(address),
                    proved.map(known -> known.enabled() ? "it may not be used so" : "it is disabled")
                            .orElse("no such account, or another password"));
        }
        account.ifPresent(lastLogins::note);
        return account;
    }

    /** Names of our domains only: somebody may have typed his password where the name belongs. */
    private String whose(Optional<Address> address) throws MailException {
        return address.isPresent() && directories.holds(address.get().domain())
                ? address.get().toString()
                : "nobody of ours";
    }

    @Override
    public List<Held> held() {
        return failed.held();
    }

    @Override
    public int release(String nameOrAddress) {
        return failed.release(nameOrAddress);
    }

    @Override
    public List<Step> examine(String protocol, String name, char[] password) throws MailException {
        Examination examination = new Examination(directories);
        Optional<Account> account = examination.account(address(name));
        if (account.isPresent()) {
            boolean right = password.length <= LONGEST_PASSWORD && checks(account.get(), password);
            examination.password(right);
            examination.enabled(account.get());
            examination.protocol(protocol, may(account.get(), protocol));
            examination.waiting(account.get().address(), held());
        }
        return examination.steps();
    }

    /** A right password is no guess, even of somebody who may not log in. */
    private Optional<Account> unlessHeldUp(InetAddress from, Optional<Address> address, char[] password)
            throws MailException {
        String name =
                address.map(each -> each.toString().toLowerCase(Locale.ROOT)).orElse("");
        try (FailedLogins.Attempt attempt = failed.begin(from, name)) {
            Optional<Account> account = withPassword(address, password);
            if (account.isPresent()) {
                attempt.passed();
            } else {
                attempt.failed(cut(password));
            }
            return account;
        }
    }

    /** The account of this address, if the password is right, as it is by then: it may have been closed while that was found out. */
    private Optional<Account> withPassword(Optional<Address> address, char[] password) throws MailException {
        Optional<Account> account =
                address.isEmpty() || password.length > LONGEST_PASSWORD ? Optional.empty() : find(address.get());
        boolean passes = account.isPresent() ? checks(account.get(), password) : nobodys(cut(password));
        return passes
                ? find(address.orElseThrow())
                        .filter(now -> now.id().equals(account.orElseThrow().id()))
                : Optional.empty();
    }

    private static boolean may(Account account, String protocol) {
        return protocol.equals(CONSOLE)
                ? account.administrator()
                : account.protocols().contains(protocol);
    }

    private Optional<Address> address(String name) {
        String domain = settings.defaultDomain();
        return Address.parse(name.indexOf('@') < 0 && !domain.isEmpty() ? name + "@" + domain : name);
    }

    private Optional<Account> find(Address address) throws MailException {
        return directories
                .entry(address)
                .flatMap(entry ->
                        entry instanceof Entry.Person person ? Optional.of(person.account()) : Optional.empty());
    }

    private boolean checks(Account account, char[] password) throws MailException {
        char[] normalized = Verifiers.normalize(password);
        try {
            Directories.Proof proof = proof(account, normalized);
            if (proof.own().isPresent()) {
                return proof.own().get();
            }
            Map<String, byte[]> verifiers = proof.verifiers();
            byte[] kept = verifiers.get(Verifier.ARGON2ID);
            if (kept == null) {
                return nobodys(normalized);
            }
            if (right.knows(account.id(), kept, normalized)) {
                return true;
            }
            boolean matches = hashers.run(() -> hash.matches(new String(kept, StandardCharsets.UTF_8), normalized));
            if (matches) {
                right.learn(account.id(), kept, normalized);
            }
            return matches;
        } finally {
            Arrays.fill(normalized, '\0');
        }
    }

    /** While a directory that checks passwords itself does not answer, one that was right a short time ago is. */
    private Directories.Proof proof(Account account, char[] password) throws MailException {
        try {
            Directories.Proof proof = directories.proof(account, password);
            if (proof.own().orElse(false)) {
                right.learn(account.id(), OWN, password);
            }
            return proof;
        } catch (MailException e) {
            if (e.temporary() && right.knows(account.id(), OWN, password)) {
                return new Directories.Proof(Optional.of(true), Map.of());
            }
            throw e;
        }
    }

    /** Takes as long as a check, and says no. */
    private boolean nobodys(char[] password) throws MailException {
        boolean lucky = hashers.run(() -> hash.matches(NOBODY, password));
        LOG.trace("nobody's password: {}", lucky);
        return false;
    }

    private static char[] cut(char[] password) {
        return password.length > LONGEST_PASSWORD ? Arrays.copyOf(password, LONGEST_PASSWORD) : password;
    }

    private void writeLogin(Account account, DirectoryOp.LoggedIn login) {
        try {
            directories.loggedIn(account, login);
        } catch (MailException e) {
            LOG.debug("last login of {} was not noted: {}", login.account(), e.getMessage());
        }
    }
}
