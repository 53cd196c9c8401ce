package org.posthouse.api.account;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;

/** A user's account, as it was when asked. A value: made by a builder. */
@ProviderType
public interface Account {
    /** The protocols an account may use unless told otherwise. */
    Set<String> ALL_PROTOCOLS = Set.of("imap", "pop3", "smtp");

    AccountId id();

    /** Its main address, which is also its login name. */
    Address address();

    /** The person's name; may be empty. */
    String name();

    /** Whether it may log in and takes mail. */
    boolean enabled();

    boolean administrator();

    /** Octets; empty is unlimited. */
    OptionalLong quota();

    /** Messages; empty is unlimited. */
    default OptionalLong quotaMessages() {
        return OptionalLong.empty();
    }

    /** Protocols it may log in by: imap, pop3, smtp. */
    Set<String> protocols();

    Optional<Instant> lastLogin();

    /** Empty: its mail stays with it. */
    Optional<Forward> forward();

    static Builder builder(AccountId id, Address address) {
        return new Builder(id, address);
    }

    /** This account as a start for a changed one. */
    default Builder change() {
        Builder copy = builder(id(), address()).name(name()).enabled(enabled()).administrator(administrator());
        quota().ifPresent(copy::quota);
        quotaMessages().ifPresent(copy::quotaMessages);
        lastLogin().ifPresent(copy::lastLogin);
        forward().ifPresent(copy::forward);
        return copy.protocols(protocols());
    }

    /** Makes accounts: enabled, unlimited, all protocols, no administrator unless told otherwise. */
    final class Builder {
        private final AccountId id;
        private Address address;
        private String name = "";
        private boolean enabled = true;
        private boolean administrator;
        private OptionalLong quota = OptionalLong.empty();
        private OptionalLong quotaMessages = OptionalLong.empty();
        private Set<String> protocols = ALL_PROTOCOLS;
        private Optional<Instant> lastLogin = Optional.empty();
        private Optional<Forward> forward = Optional.empty();

        private Builder(AccountId id, Address address) {
            this.id = id;
            this.address = address;
        }

        public Builder address(Address value) {
            address = value;
            return this;
        }

        public Builder name(String value) {
            name = value;
            return this;
        }

        public Builder enabled(boolean value) {
            enabled = value;
            return this;
        }

        public Builder administrator(boolean value) {
            administrator = value;
            return this;
        }

        public Builder quota(long octets) {
            quota = OptionalLong.of(octets);
            return this;
        }

        /** No limit of octets. */
        public Builder unlimited() {
            quota = OptionalLong.empty();
            return this;
        }

        public Builder quotaMessages(long messages) {
            quotaMessages = OptionalLong.of(messages);
            return this;
        }

        public Builder unlimitedMessages() {
            quotaMessages = OptionalLong.empty();
            return this;
        }

        public Builder protocols(Set<String> value) {
            protocols = Set.copyOf(value);
            return this;
        }

        public Builder lastLogin(Instant value) {
            lastLogin = Optional.of(value);
            return this;
        }

        public Builder forward(Forward value) {
            forward = Optional.of(value);
            return this;
        }

        public Builder noForward() {
            forward = Optional.empty();
            return this;
        }

        public Account build() {
            return new AccountValue(
                    id, address, name, enabled, administrator, quota, quotaMessages, protocols, lastLogin, forward);
        }
    }
}
