package org.posthouse.core.accounts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Directory;
import org.posthouse.api.account.NewAccount;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.plugin.Seat;
import org.posthouse.api.plugin.SeatRow;
import org.posthouse.api.plugin.Seats;
import org.posthouse.spi.directory.DirectoryBackend;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The people of {@code --demo}: made where they are missing, as soon as there is a directory to hold them. Does nothing in a server that
 * was not started with {@code --demo}.
 */
@Component(name = "org.posthouse.core.accounts.demo", service = DemoAccounts.class, immediate = true)
public final class DemoAccounts {
    private static final Logger LOG = LoggerFactory.getLogger(DemoAccounts.class);
    /** Of those whose login names have none. */
    static final String DOMAIN = "school.edu";

    private static final List<String> DOMAINS = List.of(DOMAIN, "example.com");
    private static final List<String> PEOPLE = List.of(
            "kate@school.edu",
            "ron@example.com",
            "postmaster@school.edu",
            "postmaster@example.com",
            "admin@school.edu");
    private static final Set<String> ADMINISTRATORS = Set.of("postmaster", "admin");
    private static final String PASSWORD = "posthouse";

    private final Directory directory;
    private final Optional<SeatRow<DirectoryBackend>> row;

    @Activate
    public DemoAccounts(BundleContext bundle, @Reference Directory directory, @Reference Seats seats) {
        this.directory = directory;
        row = on(bundle) ? Optional.of(seats.open(DirectoryBackend.class, this::seated)) : Optional.empty();
    }

    /** Whether this server was started with {@code --demo}. */
    static boolean on(BundleContext bundle) {
        return Boolean.parseBoolean(bundle.getProperty("posthouse.demo"));
    }

    @Deactivate
    void close() {
        row.ifPresent(SeatRow::close);
    }

    private void seated(Seat<DirectoryBackend> seat) {
        if (seat.filled()) {
            try {
                make(directory);
            } catch (MailException e) {
                LOG.warn("the accounts of --demo could not be made: {}", e.getMessage());
            }
        }
    }

    private static void make(Directory directory) throws MailException {
        Set<String> domains = directory.domains();
        for (String domain : DOMAINS) {
            if (!domains.contains(domain)) {
                directory.addDomain(domain);
            }
        }
        List<NewAccount> missing = new ArrayList<>();
        for (String person : PEOPLE) {
            Address address = Address.parse(person).orElseThrow();
            if (directory.find(address).isEmpty()) {
                missing.add(new NewAccount(
                        address,
                        "",
                        Optional.of(PASSWORD.toCharArray()),
                        Optional.empty(),
                        OptionalLong.empty(),
                        Account.ALL_PROTOCOLS,
                        true,
                        ADMINISTRATORS.contains(address.localPart())));
            }
        }
        directory.add(missing);
    }
}
