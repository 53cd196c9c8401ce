package org.posthouse.console.accounts;

import java.util.OptionalLong;
import org.posthouse.api.account.Account;
import org.posthouse.api.store.MailStore.Usage;
import org.posthouse.lib.page.Words;

/** What an account uses of what it may keep, in octets and in messages. */
record Room(Usage usage, OptionalLong octets, OptionalLong messages) {
    private static final double NEARLY_FULL = 0.9;

    static Room of(Account account, Usage usage) {
        return new Room(usage, account.quota(), account.quotaMessages());
    }

    /** For a table: {@code 512.0 KiB of 1.0 GiB, 7 of 10 messages}; of messages only if they are limited. */
    String words() {
        String used = Words.size(usage.octets()) + (octets.isEmpty() ? "" : " of " + Words.size(octets.getAsLong()));
        return messages.isEmpty() ? used : used + ", " + usage.messages() + " of " + messages.getAsLong() + " messages";
    }

    /** All of it: {@code 512.0 KiB of 1.0 GiB (0 %), 7 messages of 10 (70 %)}. */
    String whole() {
        String used = Words.size(usage.octets());
        if (octets.isPresent()) {
            used += " of " + Words.size(octets.getAsLong()) + percent(usage.octets(), octets.getAsLong());
        }
        used += ", " + usage.messages() + (usage.messages() == 1 ? " message" : " messages");
        if (messages.isPresent()) {
            used += " of " + messages.getAsLong() + percent(usage.messages(), messages.getAsLong());
        }
        return octets.isEmpty() && messages.isEmpty() ? used + "; no quota" : used;
    }

    private static String percent(long used, long limit) {
        return limit > 0 ? " (" + (long) (100.0 * used / limit) + " %)" : "";
    }

    /** Of what is nearly full, how bad that is; empty: there is room. The style sheet knows these words. */
    String grade() {
        double full = Math.max(share(usage.octets(), octets), share(usage.messages(), messages));
        return full < NEARLY_FULL ? "" : full < 1 ? "fair" : "bad";
    }

    private static double share(long used, OptionalLong limit) {
        if (limit.isEmpty()) {
            return 0;
        }
        return limit.getAsLong() == 0 ? 1 : (double) used / limit.getAsLong();
    }
}
