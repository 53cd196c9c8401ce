package org.posthouse.core.plugins.resolve;

import java.util.List;
import org.posthouse.api.plugin.Reason;

/**
 * Why a version was refused, in parts.
 *
 * @param lacks what keeps it from being resolved
 * @param reasons otherwise, the first to follow the version's name
 * @param offers what it would have had for others
 */
public record Why(List<Lack> lacks, List<Reason> reasons, List<Offer> offers) {
    /** Nothing is known but a sentence. */
    public static final Why UNKNOWN = new Why(List.of(), List.of(), List.of());

    public Why {
        lacks = List.copyOf(lacks);
        reasons = List.copyOf(reasons);
        offers = List.copyOf(offers);
    }

    public static Why of(List<Reason> reasons) {
        return new Why(List.of(), reasons, List.of());
    }

    /** That of a version that would have had these for others. */
    public Why offering(List<Offer> its) {
        return new Why(lacks, reasons, its);
    }

    /** Whether it would bring what another lacks. */
    public boolean brings(Lack lack) {
        return offers.stream().anyMatch(each -> each.meets(lack));
    }
}
