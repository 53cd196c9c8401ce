package org.posthouse.core.accounts;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Accounts;
import org.posthouse.api.account.Entry;
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
        service = Accounts.class,
        immediate = true,
        configurationPid = "org.posthouse.core.accounts")
@org.osgi.service.metatype.annotations.Designate(ocd = AccountsConfiguration.class)
public final class DirectoryAccounts implements Accounts {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryAccounts.class);
    /** A hash of a password that nobody has: unknown names take as long as known ones. */
    private static final String NOBODY =
            "$argon2id$v=19$m=19456,t=2,p=1$cG9zdGhvdXNlbm9ib2R5$W6gZ4m0Z2K1mJ8fO5dSxq3sQm1m1bqkq0J0w3n6yC1g";

    private static final int LONGEST_PASSWORD = 1024;

    private final Directories directories;
    private final PasswordHash hash;
    private volatile AccountsSettings settings;
    private final Hashers hashers;
    private final RightPasswords right;
    private final LastLogins lastLogins;

    @Activate
    public DirectoryAccounts(
            @Reference Directories directories, @Reference PasswordHash hash, AccountsConfiguration config) {
        this(directories, hash, AccountsSettings.of(config), Clock.systemUTC());
    }

    DirectoryAccounts(Directories directories, PasswordHash hash, AccountsSettings settings, Clock clock) {
        this.directories = directories;
        this.hash = hash;
        this.settings = settings;
        this.hashers = new Hashers(settings.hashers(), settings.waitingLogins());
        this.right = new RightPasswords(clock, settings.rememberedLogin());
        this.lastLogins = new LastLogins(clock, this::writeLogin);
    }

    @Modified
    void change(AccountsConfiguration configuration) {
        settings = AccountsSettings.of(configuration);
        hashers.threads(settings.hashers());
        right.life(settings.rememberedLogin());
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
        Optional<Account> account = password.length > LONGEST_PASSWORD ? Optional.empty() : find(name);
        boolean passes = account.isPresent() ? checks(account.get(), password) : nobodys(cut(password));
        if (passes && account.get().enabled() && account.get().protocols().contains(protocol)) {
            lastLogins.note(account.get());
            return account;
        }
        LOG.info("login refused: connection {} from {} by {}", client.id(), client.address(), protocol);
        return Optional.empty();
    }

    private Optional<Account> find(String name) throws MailException {
        String domain = settings.defaultDomain();
        String full = name.indexOf('@') < 0 && !domain.isEmpty() ? name + "@" + domain : name;
        Optional<Address> address = Address.parse(full);
        if (address.isEmpty()) {
            return Optional.empty();
        }
        return directories
                .entry(address.get())
                .flatMap(entry ->
                        entry instanceof Entry.Person person ? Optional.of(person.account()) : Optional.empty());
    }

    private boolean checks(Account account, char[] password) throws MailException {
        char[] normalized = Verifiers.normalize(password);
        try {
            String domain = account.address().domain();
            Optional<Boolean> own = directories.at(domain, directory -> directory.verify(account.id(), normalized));
            if (own.isPresent()) {
                return own.get();
            }
            Map<String, byte[]> verifiers = directories.at(domain, directory -> directory.verifiers(account.id()));
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

    /** Takes as long as a check, and says no. */
    private boolean nobodys(char[] password) throws MailException {
        boolean lucky = hashers.run(() -> hash.matches(NOBODY, password));
        LOG.trace("nobody's password: {}", lucky);
        return false;
    }

    private static char[] cut(char[] password) {
        return password.length > LONGEST_PASSWORD ? Arrays.copyOf(password, LONGEST_PASSWORD) : password;
    }

    private void writeLogin(DirectoryOp.LoggedIn login, String domain) {
        try {
            directories.at(domain, directory -> {
                directory.apply(List.of(login));
                return true;
            });
            directories.forget();
        } catch (MailException e) {
            LOG.debug("last login of {} was not noted: {}", login.account(), e.getMessage());
        }
    }
}
