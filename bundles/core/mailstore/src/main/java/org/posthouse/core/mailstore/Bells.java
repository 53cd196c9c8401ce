package org.posthouse.core.mailstore;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.store.MailStore.Registration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who wants to know of changes in which mailbox. Bells ring on the thread that made the change. Safe for threads. */
final class Bells {
    private static final Logger LOG = LoggerFactory.getLogger(Bells.class);

    private final Map<Watched, Set<Watch>> watches = new ConcurrentHashMap<>();

    private record Watched(AccountId account, String mailboxId) {}

    Registration watch(AccountId account, String mailboxId, Runnable bell) {
        Watched watched = new Watched(account, mailboxId);
        Watch watch = new Watch(watched, bell);
        watches.compute(watched, (key, there) -> {
            Set<Watch> all = there == null ? ConcurrentHashMap.newKeySet() : there;
            all.add(watch);
            return all;
        });
        return watch;
    }

    void ring(AccountId account, Collection<String> mailboxIds) {
        mailboxIds.forEach(id -> ring(watches.getOrDefault(new Watched(account, id), Set.of())));
    }

    void ringAll(AccountId account) {
        watches.forEach((watched, bells) -> {
            if (watched.account().equals(account)) {
                ring(bells);
            }
        });
    }

    void ringAll() {
        watches.values().forEach(Bells::ring);
    }

    private static void ring(Set<Watch> bells) {
        for (Watch watch : bells) {
            try {
                watch.bell.run();
            } catch (RuntimeException failure) {
                LOG.warn("a watcher of account {} failed: {}", watch.watched.account(), failure.toString());
            }
        }
    }

    /** One watcher; equal to itself only. */
    private final class Watch implements Registration {
        private final Watched watched;
        private final Runnable bell;

        Watch(Watched watched, Runnable bell) {
            this.watched = watched;
            this.bell = bell;
        }

        @Override
        public void close() {
            watches.computeIfPresent(watched, (key, there) -> {
                there.remove(this);
                return there.isEmpty() ? null : there;
            });
        }
    }
}
