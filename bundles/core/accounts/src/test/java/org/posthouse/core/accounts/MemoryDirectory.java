package org.posthouse.core.accounts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Entry;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.spi.directory.DirectoryBackend;
import org.posthouse.spi.directory.DirectoryOp;

/** A directory in memory that counts how often it is asked and can be made to fail. */
final class MemoryDirectory implements DirectoryBackend {
    private final Set<String> domains = new TreeSet<>();
    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private final Map<AccountId, Map<String, byte[]>> verifiers = new HashMap<>();
    private final Map<String, List<Address>> aliases = new LinkedHashMap<>();
    private int asked;
    private boolean broken;
    private Optional<Exception> undeclared = Optional.empty();

    MemoryDirectory(String... domains) {
        this.domains.addAll(List.of(domains));
    }

    synchronized int asked() {
        return asked;
    }

    synchronized void breakDown(boolean value) {
        broken = value;
    }

    /** From now on it throws this, whatever it declares. */
    synchronized void breakDown(Exception thrown) {
        undeclared = Optional.of(thrown);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Exception> E undeclared(Exception thrown) throws E {
        throw (E) thrown;
    }

    @Override
    public synchronized Set<String> domains() throws MailException {
        ask();
        return Set.copyOf(domains);
    }

    @Override
    public synchronized Optional<Entry> entry(Address address) throws MailException {
        ask();
        Account account = accounts.get(key(address));
        if (account != null) {
            return Optional.of(new Entry.Person(account));
        }
        return Optional.ofNullable(aliases.get(key(address))).map(Entry.Alias::new);
    }

    @Override
    public synchronized Optional<Account> account(AccountId id) throws MailException {
        ask();
        return accounts.values().stream()
                .filter(account -> account.id().equals(id))
                .findFirst();
    }

    @Override
    public synchronized Map<String, byte[]> verifiers(AccountId account) throws MailException {
        ask();
        return verifiers.getOrDefault(account, Map.of());
    }

    @Override
    public synchronized List<Account> accounts(String domain) {
        return accounts.values().stream()
                .filter(account -> account.address().domain().equals(domain))
                .toList();
    }

    @Override
    public synchronized Map<Address, List<Address>> aliases(String domain) {
        Map<Address, List<Address>> found = new LinkedHashMap<>();
        aliases.forEach((key, targets) -> {
            Address alias = Address.parse(key).orElseThrow();
            if (alias.domain().equals(domain)) {
                found.put(alias, targets);
            }
        });
        return found;
    }

    @Override
    public synchronized void apply(List<DirectoryOp> steps) throws MailException {
        ask();
        for (DirectoryOp step : new ArrayList<>(steps)) {
            if (step instanceof DirectoryOp.AddDomain add && !domains.add(add.domain())) {
                throw new MailException(MailException.Kind.PERMANENT, new Status(5, 3, 0), add.domain() + " is there");
            } else if (step instanceof DirectoryOp.AddAccount add) {
                accounts.put(key(add.account().address()), add.account());
                verifiers.put(add.account().id(), add.verifiers());
            } else if (step instanceof DirectoryOp.SetVerifiers set) {
                verifiers.put(set.account(), set.verifiers());
            } else if (step instanceof DirectoryOp.RemoveAccount remove) {
                accounts.values().removeIf(account -> account.id().equals(remove.account()));
            } else if (step instanceof DirectoryOp.RemoveAlias remove) {
                aliases.remove(key(remove.alias()));
            } else if (step instanceof DirectoryOp.ChangeAccount change) {
                accounts.values().removeIf(account -> account.id()
                        .equals(change.account().id()));
                accounts.put(key(change.account().address()), change.account());
            } else if (step instanceof DirectoryOp.PutAlias put) {
                aliases.put(key(put.alias()), put.targets());
            } else if (step instanceof DirectoryOp.LoggedIn login) {
                accounts.replaceAll((key, account) -> account.id().equals(login.account())
                        ? account.change().lastLogin(login.time()).build()
                        : account);
            }
        }
    }

    private void ask() throws MailException {
        asked++;
        if (undeclared.isPresent()) {
            throw MemoryDirectory.<RuntimeException>undeclared(undeclared.get());
        }
        if (broken) {
            throw MailException.notNow("broken");
        }
    }

    private static String key(Address address) {
        return address.toString().toLowerCase(Locale.ROOT);
    }
}
