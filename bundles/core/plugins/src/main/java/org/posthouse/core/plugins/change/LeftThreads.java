package org.posthouse.core.plugins.change;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Threads that go on when their version has been taken out: each keeps its classes in memory for as long as it lives. Any thread. */
final class LeftThreads {
    private static final Logger LOG = LoggerFactory.getLogger(LeftThreads.class);
    /** To come to their end in. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final List<Left> left = new CopyOnWriteArrayList<>();

    /** A version was taken out that had made these. */
    void note(Bundle bundle, Collection<Thread> own) {
        List<WeakReference<Thread>> threads =
                own.stream().filter(Thread::isAlive).map(WeakReference::new).toList();
        if (!threads.isEmpty()) {
            left.add(new Left(bundle.getSymbolicName(), bundle.getVersion().toString(), threads, System.nanoTime()));
        }
    }

    /** A sentence for each version of this plug-in of which a thread goes on. */
    List<String> sentences(String name) {
        return left.stream()
                .filter(each ->
                        each.name.equals(name) && each.late() && !each.threads().isEmpty())
                .map(Left::sentence)
                .toList();
    }

    /** Forgets those that have ended, and tells of the others once. */
    void poll() {
        left.removeIf(each -> each.threads().isEmpty());
        left.stream().filter(each -> each.late() && !each.told).forEach(each -> {
            each.told = true;
            LOG.warn("{}: {}", each.name, each.sentence());
        });
    }

    private static final class Left {
        final String name;
        final String version;
        final List<WeakReference<Thread>> made;
        final long since;
        volatile boolean told;

        Left(String name, String version, List<WeakReference<Thread>> made, long since) {
            this.name = name;
            this.version = version;
            this.made = made;
            this.since = since;
        }

        List<Thread> threads() {
            return made.stream()
                    .map(WeakReference::get)
                    .filter(Objects::nonNull)
                    .filter(Thread::isAlive)
                    .toList();
        }

        boolean late() {
            return System.nanoTime() - since > GRACE.toNanos();
        }

        String sentence() {
            return version + " has gone and left running what keeps its classes in memory: "
                    + threads().stream().map(Thread::getName).sorted().collect(Collectors.joining(", "));
        }
    }
}
