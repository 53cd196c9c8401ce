package org.posthouse.api.account;

import java.util.List;
import java.util.Locale;

/**
 * A part of a long list of accounts.
 *
 * @param accounts by address
 * @param all how many there are that were looked for
 */
public record Listed(List<Account> accounts, int all) {
    public Listed {
        accounts = List.copyOf(accounts);
    }

    /** Of these, those whose address or name has the text in it, whatever its case: so many, after so many. */
    public static Listed of(List<Account> accounts, String text, int skip, int most) {
        String part = text.strip().toLowerCase(Locale.ROOT);
        List<Account> fitting = accounts.stream()
                .filter(each ->
                        each.address().toString().toLowerCase(Locale.ROOT).contains(part)
                                || each.name().toLowerCase(Locale.ROOT).contains(part))
                .toList();
        return new Listed(fitting.stream().skip(skip).limit(most).toList(), fitting.size());
    }
}
