package org.posthouse.tck.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.posthouse.api.store.CareWatch;
import org.posthouse.api.store.Flaw;

/** Looks on and keeps what was found. */
final class Findings implements CareWatch {
    private final List<Flaw> flaws = new ArrayList<>();
    private final LongPredicate goOn;

    /** To the end. */
    Findings() {
        this(done -> true);
    }

    /** As long as this, asked with how much was done, is true. */
    Findings(LongPredicate goOn) {
        this.goOn = goOn;
    }

    @Override
    public boolean on(long done, long of, String what) {
        return goOn.test(done);
    }

    @Override
    public void found(Flaw flaw) {
        flaws.add(flaw);
    }

    List<Flaw> flaws() {
        return List.copyOf(flaws);
    }

    /** The only one. */
    Flaw flaw() {
        if (flaws.size() != 1) {
            throw new AssertionError("one flaw should have been found: " + flaws);
        }
        return flaws.get(0);
    }
}
