package org.posthouse.core.accounts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Directory;
import org.posthouse.api.account.Entry;
import org.posthouse.api.account.Forward;
import org.posthouse.api.account.Listed;
import org.posthouse.api.account.ListedAliases;
import org.posthouse.api.account.NewAccount;
import org.posthouse.api.crypto.PasswordHash;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.api.store.MailStore;
import org.posthouse.spi.directory.DirectoryOp;

/** Administration of domains, accounts and aliases, whichever directory holds them. */
@Component(
        name = "org.posthouse.core.accounts.directory",
        service = Directory.class,
        immediate = true,
        configurationPid = "org.posthouse.core.accounts")
public final class DirectoryAdministration implements Directory {
    /** As many as a router follows. */
    private static final int MOST_TARGETS = 1000;

    /** Aliases that are looked at in one go. */
    private static final int PAGE = 200;

    private static final List<String> ROLES = List.of("postmaster", "abuse");

    private final Directories directories;
    private final Verifiers verifiers;
    private volatile AccountsSettings settings;
    private final Hashers hashers;
    private final AccountIds ids = new AccountIds();
    /** Held while addresses that others name are changed, or named: between a look and the change after it nothing comes. */
    private final Object naming = new Object();
    /** The store needs accounts to be there first; so it comes later and may be away. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile MailStore store;

    @Activate
    public DirectoryAdministration(
            @Reference Directories directories, @Reference PasswordHash hash, AccountsConfiguration config) {
        this.directories = directories;
        this.verifiers = new Verifiers(hash);
        this.settings = AccountsSettings.of(config);
        this.hashers = new Hashers(settings.hashers(), settings.waitingLogins());
    }

    @Modified
    void change(AccountsConfiguration configuration) {
        settings = AccountsSettings.of(configuration);
        hashers.threads(settings.hashers());
    }

    @Deactivate
    void close() {
        hashers.close();
    }

    @Override
    public Set<String> domains() throws MailException {
        return directories.domains();
    }

    @Override
    public void addDomain(String domain) throws MailException {
        String name = Address.canonical(domain);
        if (Address.parse("postmaster@" + name).isEmpty() || !plausible(name)) {
            throw refused(domain + " is no domain name");
        }
        if (name.chars().anyMatch(c -> c >= 0x80)) {
            throw refused(domain + " has letters that are written in different ways: give its ASCII form (xn--…)");
        }
        List<DirectoryOp> steps = new ArrayList<>();
        steps.add(new DirectoryOp.AddDomain(name));
        for (Address administrator : administrators()) {
            for (String role : ROLES) {
                steps.add(new DirectoryOp.PutAlias(new Address(role, name), List.of(administrator)));
            }
        }
        directories.apply(name, steps);
    }

    private List<Address> administrators() throws MailException {
        return accounts(Optional.empty()).stream()
                .filter(account -> account.administrator() && account.enabled())
                .map(Account::address)
                .limit(1)
                .toList();
    }

    private static boolean plausible(String domain) {
        for (String label : domain.split("\\.", -1)) {
            boolean fits = !label.isEmpty()
                    && label.length() <= 63
                    && !label.startsWith("-")
                    && !label.endsWith("-")
                    && label.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || c == '-' || c == '_');
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void removeDomain(String domain) throws MailException {
        String name = Address.canonical(domain);
        mustHold(name);
        directories.apply(name, List.of(new DirectoryOp.RemoveDomain(name)));
    }

    @Override
    public Optional<Account> find(Address address) throws MailException {
        return directories
                .entry(address)
                .flatMap(entry ->
                        entry instanceof Entry.Person person ? Optional.of(person.account()) : Optional.empty());
    }

    @Override
    public List<Account> accounts(Optional<String> domain) throws MailException {
        List<Account> all = new ArrayList<>();
        for (String each : domain.map(d -> Set.of(Address.canonical(d))).orElse(directories.domains())) {
            all.addAll(directories.at(each, directory -> directory.accounts(each)));
        }
        return all;
    }

    @Override
    public Listed search(Optional<String> domain, String text, int skip, int most) throws MailException {
        List<Account> found = new ArrayList<>();
        int all = 0;
        for (String each : domain.map(d -> Set.of(Address.canonical(d))).orElse(directories.domains())) {
            int before = Math.max(0, skip - all);
            int wanted = most - found.size();
            Listed part = directories.at(each, directory -> directory.search(each, text, before, wanted));
            found.addAll(part.accounts());
            all += part.all();
        }
        return new Listed(found, all);
    }

    @Override
    public List<Account> add(List<NewAccount> accounts) throws MailException {
        return add(accounts, (done, of) -> true);
    }

    @Override
    public List<Account> add(List<NewAccount> accounts, Pace pace) throws MailException {
        List<Account> made = new ArrayList<>();
        List<Callable<Map<String, byte[]>>> secrets = new ArrayList<>();
        for (NewAccount each : accounts) {
            mustHold(each.address().domain());
            made.add(account(each));
            secrets.add(verifiers(each));
        }
        if (made.isEmpty()) {
            return made;
        }
        List<Map<String, byte[]>> kept = hashers.all(secrets, pace);
        List<DirectoryOp> steps = new ArrayList<>();
        for (int i = 0; i < made.size(); i++) {
            steps.add(new DirectoryOp.AddAccount(made.get(i), kept.get(i)));
        }
        steps.addAll(rolesFor(made));
        directories.apply(made.get(0).address().domain(), steps);
        return made;
    }

    /** The first administrator becomes postmaster and abuse of every domain that has none, RFC 2142 §5. */
    private List<DirectoryOp> rolesFor(List<Account> made) throws MailException {
        Optional<Account> administrator =
                made.stream().filter(Account::administrator).findFirst();
        List<DirectoryOp> steps = new ArrayList<>();
        if (administrator.isPresent()) {
            Set<Address> taken = made.stream().map(Account::address).collect(Collectors.toSet());
            for (String domain : directories.domains()) {
                for (String role : ROLES) {
                    Address address = new Address(role, domain);
                    if (!taken.contains(address) && directories.entry(address).isEmpty()) {
                        steps.add(new DirectoryOp.PutAlias(
                                address, List.of(administrator.get().address())));
                    }
                }
            }
        }
        return steps;
    }

    private Account account(NewAccount wanted) throws MailException {
        Set<String> protocols = wanted.protocols();
        if (!Account.ALL_PROTOCOLS.containsAll(protocols)) {
            throw refused("protocols are imap, pop3 and smtp, not " + String.join(", ", protocols));
        }
        Account.Builder account = Account.builder(ids.next(), wanted.address())
                .name(wanted.name())
                .enabled(wanted.enabled())
                .administrator(wanted.administrator())
                .protocols(protocols);
        wanted.quota().ifPresent(account::quota);
        return account.build();
    }

    private Callable<Map<String, byte[]>> verifiers(NewAccount wanted) throws MailException {
        if (wanted.hash().isPresent()) {
            String hash = wanted.hash().get();
            if (!hash.startsWith("$argon2id$")) {
                throw refused(wanted.address() + ": only hashes of the form $argon2id$… can be taken over");
            }
            return () -> Verifiers.ofHash(hash);
        }
        if (wanted.password().isEmpty()) {
            return Map::of;
        }
        return verifiers(wanted.address(), wanted.password().get());
    }

    private Callable<Map<String, byte[]>> verifiers(Address address, char[] password) throws MailException {
        if (password.length < settings.shortestPassword()) {
            throw refused(address + ": the password needs at least " + settings.shortestPassword() + " characters");
        }
        return () -> verifiers.of(password);
    }

    @Override
    public void change(Account account) throws MailException {
        if (account.forward().isPresent()) {
            mustFit(account.address(), account.forward().get());
        }
        synchronized (naming) {
            List<DirectoryOp> steps = new ArrayList<>();
            steps.add(new DirectoryOp.ChangeAccount(account));
            Optional<Account> former = directories.account(account.id());
            if (former.isPresent() && !former.get().address().equals(account.address())) {
                steps.addAll(renaming(former.get(), account.address()));
            }
            directories.apply(account.address().domain(), steps);
        }
    }

    /** What names the account goes with it. It is one change of one directory: what is elsewhere cannot be part of it. */
    private List<DirectoryOp> renaming(Account account, Address to) throws MailException {
        Followers followers = Followers.of(account, directories);
        List<Address> elsewhere = new ArrayList<>();
        for (Address follower : followers.addresses()) {
            if (!directories.together(follower.domain(), to.domain())) {
                elsewhere.add(follower);
            }
        }
        if (!elsewhere.isEmpty()) {
            throw refused("mail for " + Followers.words(elsewhere) + " goes to " + account.address()
                    + ", as another directory says: change it there first");
        }
        return followers.lead(to);
    }

    @Override
    public void setPassword(Address address, char[] password) throws MailException {
        Account account = mustFind(address);
        directories.apply(
                address.domain(),
                List.of(new DirectoryOp.SetVerifiers(account.id(), hashers.run(verifiers(address, password)))));
    }

    @Override
    public void remove(Address address, boolean keepMail) throws MailException {
        Account account = mustFind(address);
        MailStore mail = store;
        if (!keepMail && mail == null) {
            throw MailException.notNow("the mail store is away: try again, or keep the mail");
        }
        synchronized (naming) {
            List<Address> followers = Followers.of(account, directories).addresses();
            if (!followers.isEmpty()) {
                throw refused("mail for " + Followers.words(followers) + " goes to " + account.address()
                        + ": remove or change that alias or forward first");
            }
            directories.apply(address.domain(), List.of(new DirectoryOp.RemoveAccount(account.id())));
        }
        if (!keepMail) {
            mail.erase(account.id());
        }
    }

    @Override
    public Map<Address, List<Address>> aliases() throws MailException {
        Map<Address, List<Address>> all = new LinkedHashMap<>();
        for (String domain : directories.domains()) {
            all.putAll(directories.at(domain, directory -> directory.aliases(domain)));
        }
        return all;
    }

    @Override
    public List<Address> targets(Address alias) throws MailException {
        return directories.entry(alias).stream()
                .flatMap(entry -> entry instanceof Entry.Alias its ? its.targets().stream() : Stream.empty())
                .toList();
    }

    @Override
    public ListedAliases searchAliases(Optional<String> domain, String text, int skip, int most) throws MailException {
        Map<Address, List<Address>> found = new LinkedHashMap<>();
        int all = 0;
        for (String each : domain.map(d -> Set.of(Address.canonical(d))).orElse(directories.domains())) {
            int before = Math.max(0, skip - all);
            int wanted = most - found.size();
            ListedAliases part = directories.at(each, directory -> directory.searchAliases(each, text, before, wanted));
            found.putAll(part.aliases());
            all += part.all();
        }
        return new ListedAliases(found, all);
    }

    @Override
    public List<Address> aliasesOf(Address address) throws MailException {
        List<Address> found = new ArrayList<>();
        int seen = 0;
        ListedAliases part;
        do {
            part = searchAliases(Optional.empty(), address.toString(), seen, PAGE);
            part.aliases().forEach((alias, targets) -> {
                if (targets.contains(address)) {
                    found.add(alias);
                }
            });
            seen += PAGE;
        } while (seen < part.all());
        return found;
    }

    @Override
    public void putAlias(Address alias, List<Address> targets) throws MailException {
        mustHold(alias.domain());
        if (Followers.has(targets, alias)) {
            throw refused(alias + " cannot stand for itself");
        }
        mustNotBeTooMany(alias, targets);
        synchronized (naming) {
            directories.apply(alias.domain(), List.of(new DirectoryOp.PutAlias(alias, targets)));
        }
    }

    @Override
    public boolean removeAlias(Address alias) throws MailException {
        synchronized (naming) {
            Optional<Entry> entry = directories.entry(alias);
            if (entry.isEmpty() || entry.get() instanceof Entry.Person) {
                return false;
            }
            directories.apply(alias.domain(), List.of(new DirectoryOp.RemoveAlias(alias)));
            return true;
        }
    }

    private Account mustFind(Address address) throws MailException {
        return find(address)
                .orElseThrow(() -> new MailException(
                        MailException.Kind.PERMANENT, Status.NO_SUCH_MAILBOX, "there is no account " + address));
    }

    private static void mustFit(Address address, Forward forward) throws MailException {
        if (Followers.has(forward.targets(), address)) {
            throw refused(address + " cannot be forwarded to itself: keep a copy instead");
        }
        mustNotBeTooMany(address, forward.targets());
    }

    private static void mustNotBeTooMany(Address address, List<Address> targets) throws MailException {
        if (targets.size() > MOST_TARGETS) {
            throw refused(address + ": " + targets.size() + " targets are more than the " + MOST_TARGETS
                    + " that mail is sent on to");
        }
    }

    private void mustHold(String domain) throws MailException {
        if (!directories.holds(domain)) {
            throw refused(domain + " is no domain of ours: add it first");
        }
    }

    private static MailException refused(String why) {
        return new MailException(MailException.Kind.PERMANENT, new Status(5, 3, 0), why);
    }
}
