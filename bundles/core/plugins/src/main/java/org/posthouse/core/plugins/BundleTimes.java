package org.posthouse.core.plugins;

import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.posthouse.core.plugins.change.MeantToRun;
import org.posthouse.core.plugins.seat.SeatBook;

/** Since when each bundle is in its state, and who has been stopped by hand: nobody waits for it then. */
final class BundleTimes implements BundleListener {
    private final BundleContext context;
    private final SeatBook book;
    private final Clock clock;
    private final Map<Long, Instant> since = new ConcurrentHashMap<>();

    BundleTimes(BundleContext context, SeatBook book, Clock clock) {
        this.context = context;
        this.book = book;
        this.clock = clock;
    }

    Instant since(Bundle bundle) {
        return since.getOrDefault(bundle.getBundleId(), Instant.ofEpochMilli(bundle.getLastModified()));
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        Bundle bundle = event.getBundle();
        String name = bundle.getSymbolicName();
        if (name == null || context.getBundle(0).getState() == Bundle.STOPPING) {
            return;
        }
        switch (event.getType()) {
            case BundleEvent.STARTED -> {
                since.put(bundle.getBundleId(), clock.instant());
                book.stopped(name, false);
            }
            case BundleEvent.STOPPED -> {
                since.put(bundle.getBundleId(), clock.instant());
                book.stopped(name, !meantToRun(name));
            }
            case BundleEvent.UNINSTALLED -> {
                since.remove(bundle.getBundleId());
                book.stopped(name, !meantToRun(name));
            }
            default -> {
                // Resolving and the like change nothing for those who wait.
            }
        }
    }

    /** An update stops a bundle too, but does not unset that it is to run. */
    private boolean meantToRun(String name) {
        return Arrays.stream(context.getBundles())
                .filter(each -> name.equals(each.getSymbolicName()) && each.getState() != Bundle.UNINSTALLED)
                .anyMatch(each -> MeantToRun.from(each).isPresent());
    }
}
