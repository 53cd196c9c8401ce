package org.posthouse.lib.store;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** A message's flags, compared without case, RFC 3501 §2.3.2; as text in order with spaces between. */
public record FlagSet(SortedSet<String> flags, String text) {
    public static final FlagSet NONE = of(Set.of());

    public static FlagSet of(Collection<String> flags) {
        SortedSet<String> sorted = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        sorted.addAll(flags);
        return new FlagSet(Collections.unmodifiableSortedSet(sorted), String.join(" ", sorted));
    }

    public static FlagSet parse(String text) {
        return text.isEmpty() ? NONE : of(List.of(text.split(" ")));
    }

    public FlagSet changed(Collection<String> add, Collection<String> remove) {
        SortedSet<String> changed = new TreeSet<>(flags);
        changed.removeAll(of(remove).flags);
        changed.addAll(add);
        return changed.equals(flags) ? this : of(changed);
    }
}
