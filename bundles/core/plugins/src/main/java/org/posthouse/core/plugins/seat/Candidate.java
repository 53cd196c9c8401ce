package org.posthouse.core.plugins.seat;

import java.util.Comparator;

/** One version that is there for a seat, behind its gate. */
record Candidate<S>(ServiceFacts facts, Gate<S> gate) {
    /** The first is in charge: higher version, then the bundle that was installed later, then the service that came first. */
    static final Comparator<Candidate<?>> ORDER = Comparator.<Candidate<?>, org.osgi.framework.Version>comparing(
                    each -> each.facts().version())
            .thenComparing(each -> each.facts().bundle())
            .reversed()
            .thenComparing(each -> each.facts().service());
}
