package org.posthouse.core.mailstore;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Accounts;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Snapshot;
import org.posthouse.api.store.StoreOp;

/** Whether an account's quota has room for what is added. Several commits at once may go over it by what they add. */
final class Quota {
    private final Accounts accounts;
    private final Stores stores;

    Quota(Accounts accounts, Stores stores) {
        this.accounts = accounts;
        this.stores = stores;
    }

    boolean hasRoom(AccountId account, List<StoreOp> steps) throws MailException {
        if (steps.stream().noneMatch(Quota::adds)) {
            return true;
        }
        OptionalLong quota = accounts.account(account).map(Account::quota).orElse(OptionalLong.empty());
        if (quota.isEmpty()) {
            return true;
        }
        long added = 0;
        for (StoreOp step : steps) {
            added += added(account, step);
        }
        return added == 0 || stores.call(store -> store.usage(account)).octets() + added <= quota.getAsLong();
    }

    private static boolean adds(StoreOp step) {
        return step instanceof StoreOp.Append || (step instanceof StoreOp.Copy copy && !copy.move());
    }

    private long added(AccountId account, StoreOp step) throws MailException {
        if (step instanceof StoreOp.Append append) {
            return append.message().size();
        }
        if (step instanceof StoreOp.Copy copy && !copy.move()) {
            Snapshot source = stores.call(store -> store.read(account, copy.fromMailboxId()));
            return Arrays.stream(copy.uids())
                    .mapToInt(source::indexOf)
                    .filter(at -> at >= 0)
                    .mapToLong(source::size)
                    .sum();
        }
        return 0;
    }
}
