package org.posthouse.api.account;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;

/** The account that builders make. */
record AccountValue(
        AccountId id,
        Address address,
        String name,
        boolean enabled,
        boolean administrator,
        OptionalLong quota,
        OptionalLong quotaMessages,
        Set<String> protocols,
        Optional<Instant> lastLogin,
        Optional<Forward> forward)
        implements Account {}
