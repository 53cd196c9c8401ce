package org.posthouse.api.account;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.posthouse.api.mail.Address;

/**
 * A part of a long list of aliases.
 *
 * @param aliases in their order, each with what it stands for
 * @param all how many there are that were looked for
 */
public record ListedAliases(Map<Address, List<Address>> aliases, int all) {
    public ListedAliases {
        Map<Address, List<Address>> copy = new LinkedHashMap<>();
        aliases.forEach((alias, targets) -> copy.put(alias, List.copyOf(targets)));
        aliases = Collections.unmodifiableMap(copy);
    }

    /** Of these, those that have the text in them or in what they stand for, whatever its case: so many, after so many. */
    public static ListedAliases of(Map<Address, List<Address>> aliases, String text, int skip, int most) {
        String part = text.strip().toLowerCase(Locale.ROOT);
        Map<Address, List<Address>> listed = new LinkedHashMap<>();
        int all = 0;
        for (Map.Entry<Address, List<Address>> each : aliases.entrySet()) {
            if (has(each.getKey(), part) || each.getValue().stream().anyMatch(target -> has(target, part))) {
                if (all >= skip && listed.size() < most) {
                    listed.put(each.getKey(), each.getValue());
                }
                all++;
            }
        }
        return new ListedAliases(listed, all);
    }

    private static boolean has(Address address, String part) {
        return address.toString().toLowerCase(Locale.ROOT).contains(part);
    }
}
