package org.posthouse.core.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.posthouse.api.trace.TraceStep;

/** Where mails lie that are looked for, as mailbox and UID; follows them through copies and moves, told steps in order of time. */
final class Places {
    private static final int MOST = 100_000;

    private final Map<String, Set<Long>> places = new HashMap<>();
    private final Set<String> accounts = new HashSet<>();
    private int count;

    boolean isEmpty() {
        return count == 0;
    }

    /** Where a step has put mail. */
    void put(TraceStep step) {
        Optional<String> mailbox = fact(step, TraceKeys.MAILBOX);
        if (mailbox.isPresent()) {
            UidSet uids = UidSet.of(fact(step, TraceKeys.UIDS).orElse(""));
            for (long i = 0; i < uids.count() && count < MOST; i++) {
                add(mailbox.get(), uids.at(i));
            }
            fact(step, TraceKeys.ACCOUNT).ifPresent(accounts::add);
        }
    }

    private void add(String mailbox, long uid) {
        if (count < MOST
                && places.computeIfAbsent(mailbox, id -> new HashSet<>()).add(uid)) {
            count++;
        }
    }

    /** Whether the step has to do with one of the mails; where it has put them is a place of theirs too. */
    boolean concerns(TraceStep step) {
        if (step.stage().equals(TraceKeys.ERASED)) {
            return fact(step, TraceKeys.ACCOUNT).filter(accounts::contains).isPresent();
        }
        Optional<Set<Long>> there = fact(step, TraceKeys.MAILBOX).map(places::get);
        if (there.isEmpty()) {
            return false;
        }
        Optional<String> text = fact(step, TraceKeys.UIDS);
        if (text.isEmpty()) {
            // The whole mailbox.
            return true;
        }
        UidSet uids = UidSet.of(text.get());
        List<Long> hit = new ArrayList<>();
        for (long uid : there.get()) {
            long index = uids.indexOf(uid);
            if (index >= 0) {
                hit.add(index);
            }
        }
        fact(step, TraceKeys.TO_MAILBOX).ifPresent(to -> {
            UidSet made = UidSet.of(fact(step, TraceKeys.TO_UIDS).orElse(""));
            hit.stream().map(made::at).filter(uid -> uid >= 0).forEach(uid -> add(to, uid));
        });
        return !hit.isEmpty();
    }

    /** By what steps that have to do with them can be found. */
    Set<String> keys() {
        Set<String> keys = new HashSet<>();
        places.forEach((mailbox, uids) -> {
            keys.add(TraceKeys.mailbox(mailbox));
            uids.forEach(uid -> keys.add(TraceKeys.message(mailbox, uid)));
        });
        accounts.forEach(account -> keys.add(TraceKeys.account(account)));
        return keys;
    }

    private static Optional<String> fact(TraceStep step, String name) {
        return Optional.ofNullable(step.facts().get(name));
    }
}
