package org.posthouse.store.log;

import java.util.concurrent.atomic.AtomicLong;
import org.posthouse.lib.store.Change;
import org.posthouse.lib.store.Numbers;

/** Numbers of a shard; go on after what its records tell. Safe for threads. */
final class ShardNumbers implements Numbers {
    private final AtomicLong mailbox = new AtomicLong();
    private final AtomicLong newestValidity = new AtomicLong();

    /** A mailbox that is or was there. */
    void learn(Change.NewMailbox made) {
        learn(made.key(), made.uidValidity());
    }

    void learn(long key, long uidValidity) {
        mailbox.accumulateAndGet(key, Math::max);
        newestValidity.accumulateAndGet(uidValidity, Math::max);
    }

    long lastMailbox() {
        return mailbox.get();
    }

    long lastValidity() {
        return newestValidity.get();
    }

    @Override
    public long account() {
        return 1;
    }

    @Override
    public long mailbox() {
        return mailbox.incrementAndGet();
    }

    @Override
    public long uidValidity(long seconds) {
        long newest = newestValidity.getAndAccumulate(seconds, Math::max);
        return seconds >= newest ? seconds : newestValidity.incrementAndGet();
    }
}
