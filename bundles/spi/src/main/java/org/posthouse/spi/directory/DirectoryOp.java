package org.posthouse.spi.directory;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.posthouse.api.account.Account;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;

/** One step of a change to a directory. */
public sealed interface DirectoryOp {
    /** Fails if it is there. */
    record AddDomain(String domain) implements DirectoryOp {}

    /** With its aliases; fails while it has accounts, or is not there. */
    record RemoveDomain(String domain) implements DirectoryOp {}

    /** Fails if its address or id is taken, or its domain is not there. */
    record AddAccount(Account account, Map<String, byte[]> verifiers) implements DirectoryOp {
        public AddAccount {
            verifiers = Map.copyOf(verifiers);
        }
    }

    /** The account of this id becomes this; fails if there is none, or its new address is taken. */
    record ChangeAccount(Account account) implements DirectoryOp {}

    record SetVerifiers(AccountId account, Map<String, byte[]> verifiers) implements DirectoryOp {
        public SetVerifiers {
            verifiers = Map.copyOf(verifiers);
        }
    }

    record RemoveAccount(AccountId account) implements DirectoryOp {}

    /** Makes or replaces; fails where an account has the address. */
    record PutAlias(Address alias, List<Address> targets) implements DirectoryOp {
        public PutAlias {
            targets = List.copyOf(targets);
        }
    }

    record RemoveAlias(Address alias) implements DirectoryOp {}

    record LoggedIn(AccountId account, Instant time) implements DirectoryOp {}
}
