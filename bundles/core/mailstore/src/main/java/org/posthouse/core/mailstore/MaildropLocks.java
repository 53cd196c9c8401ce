package org.posthouse.core.mailstore;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.net.Client;

/** Who has which maildrop for himself, RFC 1939 §4: until he gives it back or his connection ends. Safe for threads. */
final class MaildropLocks {
    private static final String KEY = "maildrop-lock ";

    private final Map<AccountId, String> holders = new ConcurrentHashMap<>();

    /** True if the client has it now, or had it already. */
    boolean take(AccountId account, Client holder) {
        String other = holders.putIfAbsent(account, holder.id());
        if (other == null) {
            holder.whenClosed(KEY + account, () -> holders.remove(account, holder.id()));
        }
        return other == null || other.equals(holder.id());
    }

    void giveBack(AccountId account, Client holder) {
        holders.remove(account, holder.id());
    }
}
