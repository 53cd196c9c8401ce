package org.posthouse.naughty.filter;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Entry;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;
import org.posthouse.spi.directory.DirectoryBackend;

/** Knows ann@slow.example, if its settings are there, and is as slow with every answer but that to its domains as they say. */
@Component(name = "org.posthouse.naughty.directory", configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = NaughtyDirectory.Settings.class)
public final class NaughtyDirectory implements DirectoryBackend {
    private static final Address ANN = new Address("ann", "slow.example");
    private static final Account ACCOUNT =
            Account.builder(new AccountId("slow-ann"), ANN).build();

    @ObjectClassDefinition(name = "Naughty directory", description = "Knows one account, and answers late.")
    @interface Settings {
        @AttributeDefinition(name = "Seconds", description = "After how many it answers.", min = "0", max = "100000")
        int seconds() default 0;
    }

    private final long seconds;

    @Activate
    public NaughtyDirectory(Settings settings) {
        seconds = settings.seconds();
    }

    private <T> T late(T answer) {
        try {
            TimeUnit.SECONDS.sleep(seconds);
            return answer;
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public Set<String> domains() {
        return Set.of(ANN.domain());
    }

    @Override
    public Optional<Entry> entry(Address address) {
        return late(address.equals(ANN) ? Optional.of(new Entry.Person(ACCOUNT)) : Optional.empty());
    }

    @Override
    public Optional<Account> account(AccountId account) {
        return late(account.equals(ACCOUNT.id()) ? Optional.of(ACCOUNT) : Optional.empty());
    }

    @Override
    public Map<String, byte[]> verifiers(AccountId account) {
        return late(Map.of());
    }

    @Override
    public List<Account> accounts(String domain) {
        return late(domain.equals(ANN.domain()) ? List.of(ACCOUNT) : List.of());
    }

    @Override
    public Map<Address, List<Address>> aliases(String domain) {
        return late(Map.of());
    }
}
