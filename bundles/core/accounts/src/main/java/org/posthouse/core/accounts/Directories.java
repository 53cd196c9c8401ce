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
import org.posthouse.api.plugin.GoneException;
import org.posthouse.api.plugin.Occupant;
import org.posthouse.api.plugin.Seat;
import org.posthouse.api.plugin.SeatRow;
import org.posthouse.api.plugin.Seats;
import org.posthouse.spi.directory.DirectoryBackend;
import org.posthouse.spi.directory.DirectoryOp;

/** All directories as one: who holds which domain, answers remembered, calls that wait while a directory is being replaced. */
@Component(service = Directories.class, immediate = true, configurationPid = "org.posthouse.core.accounts")
public final class Directories {
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final int ATTEMPTS = 3;

    private final SeatRow<DirectoryBackend> row;
    private final Map<Seat<DirectoryBackend>, Set<String>> domains = new ConcurrentHashMap<>();
    private final Remembered<Address, Optional<Entry>> entries;
    private final Remembered<AccountId, Optional<Account>> accounts;

    /** A call into a directory. */
    @FunctionalInterface
    interface Call<T> {
        T on(DirectoryBackend directory) throws MailException;
    }

    @Activate
    public Directories(@Reference Seats seats, AccountsConfiguration config) {
        this(seats, AccountsSettings.of(config).rememberedAnswer(), Clock.systemUTC());
    }

    Directories(Seats seats, Duration remembered, Clock clock) {
        entries = new Remembered<>(clock, remembered, 10_000);
        accounts = new Remembered<>(clock, remembered, 10_000);
        row = seats.open(DirectoryBackend.class, seat -> {
            domains.remove(seat);
            forget();
        });
    }

    @Modified
    void change(AccountsConfiguration configuration) {
        Duration remembered = AccountsSettings.of(configuration).rememberedAnswer();
        entries.life(remembered);
        accounts.life(remembered);
        forget();
    }

    @Deactivate
    void close() {
        row.close();
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

    /** Whether one change can have steps for both domains. */
    boolean together(String one, String other) throws MailException {
        return holder(one).equals(holder(other));
    }

    Optional<Entry> entry(Address address) throws MailException {
        Address key = new Address(address.localPart().toLowerCase(Locale.ROOT), address.domain());
        Optional<Optional<Entry>> known = entries.get(key);
        if (known.isPresent()) {
            return known.get();
        }
        long generation = entries.generation();
        Optional<Seat<DirectoryBackend>> holder = holder(address.domain());
        Optional<Entry> found =
                holder.isEmpty() ? Optional.empty() : call(holder.get(), directory -> directory.entry(key));
        entries.put(key, found, generation);
        return found;
    }

    Optional<Account> account(AccountId id) throws MailException {
        Optional<Optional<Account>> known = accounts.get(id);
        if (known.isPresent()) {
            return known.get();
        }
        long generation = accounts.generation();
        Optional<Account> found = Optional.empty();
        for (Seat<DirectoryBackend> seat : seats()) {
            found = call(seat, directory -> directory.account(id));
            if (found.isPresent()) {
                break;
            }
        }
        accounts.put(id, found, generation);
        return found;
    }

    /** Calls the directory that holds the domain; a PERMANENT failure if none does. */
    <T> T at(String domain, Call<T> call) throws MailException {
        Seat<DirectoryBackend> holder = holder(domain)
                .orElseThrow(() -> new MailException(
                        MailException.Kind.PERMANENT,
                        new Status(5, 1, 2),
                        domain + " is no domain of ours: add it first"));
        return call(holder, call);
    }

    /** Changes the directory that holds the domain, or for a new one the first that can be changed. */
    void apply(String domain, List<DirectoryOp> steps) throws MailException {
        Optional<Seat<DirectoryBackend>> holder = holder(domain);
        List<Seat<DirectoryBackend>> seats = holder.isPresent() ? List.of(holder.get()) : seats();
        try {
            call(seats.get(0), directory -> {
                directory.apply(steps);
                return true;
            });
        } finally {
            domains.clear();
            forget();
        }
    }

    /** Notes a login where answers are remembered; the directory is told by the caller. */
    void forget() {
        entries.clear();
        accounts.clear();
    }

    /** Never none: without any directory nobody can be told that an address is not ours. */
    private List<Seat<DirectoryBackend>> seats() throws MailException {
        List<Seat<DirectoryBackend>> seats = row.seats();
        if (seats.isEmpty()) {
            throw MailException.notNow("the directory is away");
        }
        return seats;
    }

    private Optional<Seat<DirectoryBackend>> holder(String name) throws MailException {
        String domain = Address.canonical(name);
        List<MailException> failures = new ArrayList<>(0);
        for (Seat<DirectoryBackend> seat : seats()) {
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
        if (known == null) {
            known = call(seat, DirectoryBackend::domains).stream()
                    .map(Address::canonical)
                    .collect(Collectors.toUnmodifiableSet());
            domains.put(seat, known);
        }
        return known;
    }

    private <T> T call(Seat<DirectoryBackend> seat, Call<T> call) throws MailException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Occupant<DirectoryBackend>> pinned = seat.pin(GRACE);
            if (pinned.isEmpty()) {
                break;
            }
            try (Occupant<DirectoryBackend> occupant = pinned.get()) {
                return occupant.call(call::on);
            } catch (GoneException e) {
                // The next version is asked instead.
            }
        }
        throw MailException.notNow("the directory is away for a moment");
    }
}
