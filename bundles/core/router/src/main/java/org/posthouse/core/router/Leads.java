package org.posthouse.core.router;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.posthouse.api.mail.Address;

/** Which addresses lead on to which others, and so which of them never lead to an end. */
final class Leads {
    private final Map<Address, Set<Address>> leads = new LinkedHashMap<>();
    private final Set<Address> live = new HashSet<>();

    void lead(Address from, Address to) {
        leads.computeIfAbsent(from, any -> new LinkedHashSet<>()).add(to);
    }

    /** Mail ends here. */
    void end(Address at) {
        live.add(at);
    }

    /** Where mail would be lost: what leads to no end, met at the beginning or from something that does lead to one. */
    List<Address> circles(Address beginning) {
        List<Address> backwards = new ArrayList<>(leads.keySet());
        Collections.reverse(backwards);
        boolean more = true;
        while (more) {
            more = false;
            for (Address from : backwards) {
                more |= leads.get(from).stream().anyMatch(live::contains) && live.add(from);
            }
        }
        if (!live.contains(beginning)) {
            return List.of(beginning);
        }
        return leads.entrySet().stream()
                .filter(entry -> live.contains(entry.getKey()))
                .flatMap(entry -> entry.getValue().stream())
                .filter(to -> !live.contains(to))
                .distinct()
                .toList();
    }
}
