package org.posthouse.core.accounts;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Entry;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.api.plugin.Breaker;
import org.posthouse.api.plugin.Breakers;
import org.posthouse.api.plugin.Seat;
import org.posthouse.api.plugin.SeatRow;
import org.posthouse.api.plugin.Seats;
import org.posthouse.spi.directory.DirectoryBackend;
import org.posthouse.spi.directory.DirectoryOp;

/** All directories as one: who holds which domain, answers remembered, calls that wait while a directory is being replaced. */
@Component(
        service = {Directories.class, Breakers.class},
        immediate = true,
        configurationPid = "org.posthouse.core.accounts")
public final class Directories implements Breakers {
    private static final int MOST = 10_000;

    private final DirectoryCalls calls;
    private final SeatRow<DirectoryBackend> row;
    private final Map<Seat<DirectoryBackend>, Set<String>> domains = new ConcurrentHashMap<>();
    /** As they were, for a directory that does not answer. */
    private final Map<Seat<DirectoryBackend>, Set<String>> lastDomains = new ConcurrentHashMap<>();

    private final Remembered<Address, Optional<Entry>> entries;
    private final Remembered<AccountId, Optional<Account>> accounts;
    private final Remembered<AccountId, Map<String, byte[]>> verifiers;
    private volatile AccountsSettings settings;

    /** A call into a directory. */
    @FunctionalInterface
    interface Call<T> {
        T on(DirectoryBackend directory) throws MailException;
    }

    /** What is asked where it is not remembered. */
    @FunctionalInterface
    private interface Question<T> {
        T ask() throws MailException;
    }

    /**
     * What a directory says to a password.
     *
     * @param own what it says itself, if it checks passwords
     * @param verifiers what the password is checked with otherwise
     */
    record Proof(Optional<Boolean> own, Map<String, byte[]> verifiers) {}

    @Activate
    public Directories(@Reference Seats seats, AccountsConfiguration config) {
        this(seats, AccountsSettings.of(config), Clock.systemUTC());
    }

    Directories(Seats seats, AccountsSettings first, Clock clock) {
        settings = first;
        entries = new Remembered<>(clock, first.rememberedAnswer(), first.rememberedWhileAway(), MOST);
        accounts = new Remembered<>(clock, first.rememberedAnswer(), first.rememberedWhileAway(), MOST);
        // Passwords are asked for each time, as they may be changed in a directory by others.
        verifiers = new Remembered<>(clock, Duration.ZERO, first.rememberedWhileAway(), MOST);
        calls = new DirectoryCalls(() -> settings.directory(), clock);
        row = seats.open(DirectoryBackend.class, this::changed);
    }

    private void changed(Seat<DirectoryBackend> seat) {
        calls.changed(seat);
        domains.remove(seat);
        if (seat.filled()) {
            forget();
        }
    }

    @Modified
    void change(AccountsConfiguration configuration) {
        AccountsSettings now = AccountsSettings.of(configuration);
        settings = now;
        entries.life(now.rememberedAnswer());
        entries.afterlife(now.rememberedWhileAway());
        accounts.life(now.rememberedAnswer());
        accounts.afterlife(now.rememberedWhileAway());
        verifiers.afterlife(now.rememberedWhileAway());
        forget();
    }

    @Deactivate
    void close() {
        row.close();
        calls.close();
    }

    @Override
    public List<Breaker> breakers() {
        return calls.breakers();
    }

    Set<String> domains() throws MailException {
        Set<String> all = new java.util.TreeSet<>();
        for (Seat<DirectoryBackend> seat : seats()) {
            all.addAll(domains(seat));
        }
        return all;
    }

    boolean holds(String domain) throws MailException {
        return holder(domain).isPresent();
    }

    /** The plug-in that has this domain. */
    Optional<String> nameOf(String domain) throws MailException {
        return holder(domain).map(Seat::plugin);
    }

    /** Whether one change can have steps for both domains. */
    boolean together(String one, String other) throws MailException {
        return holder(one).equals(holder(other));
    }

    Optional<Entry> entry(Address address) throws MailException {
        Address key = new Address(address.localPart().toLowerCase(Locale.ROOT), address.domain());
        return remembered(entries, key, () -> {
            Optional<Seat<DirectoryBackend>> holder = holder(address.domain());
            return holder.isEmpty()
                    ? Optional.empty()
                    : calls.ask(holder.get(), "entry", directory -> directory.entry(key));
        });
    }

    Optional<Account> account(AccountId id) throws MailException {
        return remembered(accounts, id, () -> anywhere(id));
    }

    /** A directory that cannot say matters only if no other knows. */
    private Optional<Account> anywhere(AccountId id) throws MailException {
        List<MailException> failures = new ArrayList<>(0);
        for (Seat<DirectoryBackend> seat : seats()) {
            try {
                Optional<Account> found = calls.ask(seat, "account", directory -> directory.account(id));
                if (found.isPresent()) {
                    return found;
                }
            } catch (MailException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
        return Optional.empty();
    }

    /** Asks the directory; while it does not answer, what was known a short time ago counts. */
    Proof proof(Account account, char[] password) throws MailException {
        long generation = verifiers.generation();
        try {
            Proof proof = calls.ask(mustHold(account.address().domain()), "login", directory -> {
                Optional<Boolean> own = directory.verify(account.id(), password);
                return new Proof(own, own.isPresent() ? Map.of() : directory.verifiers(account.id()));
            });
            if (proof.own().isEmpty()) {
                verifiers.put(account.id(), proof.verifiers(), generation);
            }
            return proof;
        } catch (MailException e) {
            return new Proof(Optional.empty(), orThrow(verifiers.last(account.id()), e));
        }
    }

    /** While nobody answers, what was there a short time ago counts; that nothing was there does not, for that would be for good. */
    private static <K, V> Optional<V> remembered(
            Remembered<K, Optional<V>> memory, K key, Question<Optional<V>> question) throws MailException {
        Optional<Optional<V>> known = memory.get(key);
        if (known.isPresent()) {
            return known.get();
        }
        long generation = memory.generation();
        try {
            Optional<V> found = question.ask();
            memory.put(key, found, generation);
            return found;
        } catch (MailException e) {
            return orThrow(memory.last(key).filter(Optional::isPresent), e);
        }
    }

    private static <V> V orThrow(Optional<V> last, MailException failure) throws MailException {
        if (last.isEmpty() || !failure.temporary()) {
            throw failure;
        }
        return last.get();
    }

    /** Asks the directory that holds the domain for what may take long; a PERMANENT failure if none does. */
    <T> T at(String domain, Call<T> call) throws MailException {
        return calls.manage(mustHold(domain), call);
    }

    private Seat<DirectoryBackend> mustHold(String domain) throws MailException {
        return holder(domain)
                .orElseThrow(() -> new MailException(
                        MailException.Kind.PERMANENT,
                        new Status(5, 1, 2),
                        domain + " is no domain of ours: add it first"));
    }

    /** Changes the directory that holds the domain, or for a new one the first that can be changed. */
    void apply(String domain, List<DirectoryOp> steps) throws MailException {
        Optional<Seat<DirectoryBackend>> holder = holder(domain);
        Seat<DirectoryBackend> seat = holder.isPresent() ? holder.get() : seats().get(0);
        try {
            calls.manage(seat, directory -> {
                directory.apply(steps);
                return true;
            });
        } catch (MailException e) {
            // What has surely not happened leaves what is known as it is.
            if (e.kind() != MailException.Kind.RETRY) {
                domains.remove(seat);
                forget();
            }
            throw e;
        }
        domains.remove(seat);
        forget();
    }

    /** Notes a login, if that takes no long time. */
    void loggedIn(Account account, DirectoryOp.LoggedIn login) throws MailException {
        calls.ask(mustHold(account.address().domain()), "noteLogin", directory -> {
            directory.apply(List.of(login));
            return true;
        });
        accounts.renew(account.id());
        entries.renew(new Address(
                account.address().localPart().toLowerCase(Locale.ROOT),
                account.address().domain()));
    }

    private void forget() {
        entries.clear();
        accounts.clear();
        verifiers.clear();
    }

    /** Never none: without any directory nobody can be told that an address is not ours. */
    private List<Seat<DirectoryBackend>> seats() throws MailException {
        List<Seat<DirectoryBackend>> seats = row.seats();
        if (seats.isEmpty()) {
            throw MailException.notNow("the directory is away");
        }
        return seats;
    }

    /** Those whose domains are known are looked at first: it need not be waited for who does not answer. */
    private Optional<Seat<DirectoryBackend>> holder(String name) throws MailException {
        String domain = Address.canonical(name);
        List<Seat<DirectoryBackend>> seats = seats();
        Optional<Seat<DirectoryBackend>> known = seats.stream()
                .filter(seat -> domains.getOrDefault(seat, Set.of()).contains(domain))
                .findFirst();
        if (known.isPresent()) {
            return known;
        }
        List<MailException> failures = new ArrayList<>(0);
        for (Seat<DirectoryBackend> seat : seats) {
            try {
                if (domains(seat).contains(domain)) {
                    return Optional.of(seat);
                }
            } catch (MailException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
        return Optional.empty();
    }

    private Set<String> domains(Seat<DirectoryBackend> seat) throws MailException {
        Set<String> known = domains.get(seat);
        if (known != null) {
            return known;
        }
        try {
            Set<String> found = calls.ask(seat, "domains", DirectoryBackend::domains).stream()
                    .map(Address::canonical)
                    .collect(Collectors.toUnmodifiableSet());
            domains.put(seat, found);
            lastDomains.put(seat, found);
            return found;
        } catch (MailException e) {
            return orThrow(Optional.ofNullable(lastDomains.get(seat)), e);
        }
    }
}
