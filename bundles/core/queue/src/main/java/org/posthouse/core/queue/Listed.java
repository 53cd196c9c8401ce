package org.posthouse.core.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthouse.api.mail.Address;
import org.posthouse.api.queue.QueuedMail;
import org.posthouse.core.queue.spool.Item;
import org.posthouse.core.queue.spool.Progress;

/** A mail as it stood when it was asked for. */
record Listed(String id, Optional<Address> sender, List<Step> recipients, long size, Instant arrived, State state)
        implements QueuedMail {

    /** @param active whether it is being delivered */
    static Listed of(Item item, boolean active, long now) {
        List<Step> steps = new ArrayList<>();
        boolean held = true;
        boolean due = active;
        for (Progress progress : item.recipients()) {
            if (progress.phase() == Progress.Phase.DONE) {
                continue;
            }
            boolean waits = progress.phase().comesUp();
            held &= !waits;
            due |= waits && progress.nextMillis() <= now;
            Optional<Instant> next =
                    waits ? Optional.of(Instant.ofEpochMilli(progress.nextMillis())) : Optional.empty();
            steps.add(new Step(progress.address(), progress.status(), progress.attempts(), next, progress.reply()));
        }
        State state = held && !steps.isEmpty() ? State.HELD : due ? State.ACTIVE : State.DEFERRED;
        return new Listed(
                item.id(),
                item.sender(),
                List.copyOf(steps),
                item.size(),
                Instant.ofEpochMilli(item.arrivedMillis()),
                state);
    }
}
