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

    /** To be called when all is known: whatever leads to an end lives. */
    void settle() {
        List<Address> backwards = new ArrayList<>(leads.keySet());
        Collections.reverse(backwards);
        boolean more = true;
        while (more) {
            more = false;
            for (Address from : backwards) {
                more |= leads.get(from).stream().anyMatch(live::contains) && live.add(from);
            }
        }
    }

    /** Whether it leads to no end. */
    boolean lost(Address address) {
        return !live.contains(address);
    }

    /** Where mail would be lost: at the beginning, or at what is lost behind something that is not. */
    List<Address> losses(Address beginning) {
        if (lost(beginning)) {
            return List.of(beginning);
        }
        return leads.entrySet().stream()
                .filter(entry -> !lost(entry.getKey()))
                .flatMap(entry -> entry.getValue().stream())
                .filter(this::lost)
                .distinct()
                .toList();
    }
}
