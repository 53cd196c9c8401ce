package org.posthouse.launcher;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;

/** Whether all listeners accept, by the marker services of what holds them. Used by one thread. */
final class Readiness {
    /** The service that is there while every listener accepts; its property {@code posthouse.addresses} names them. */
    private static final String READY = "(posthouse.ready=true)";

    private static final String ADDRESSES = "posthouse.addresses";
    /** The service that is there while a listener cannot; its property {@code posthouse.failures} says which, where and why. */
    private static final String FAILED = "(posthouse.failed=true)";

    private static final String FAILURES = "posthouse.failures";

    /** The service that is there while no mail can be taken although listeners accept; it says why in the same way. */
    private static final String BROKEN = "(posthouse.broken=true)";

    private static final Duration LOOK = Duration.ofMillis(100);
    /** Looks: a former server may be just about to give its ports away. */
    private static final int LOOKS = 20;

    private final BundleContext context;
    private List<String> failures = List.of();
    private List<String> broken = List.of();

    Readiness(BundleContext context) {
        this.context = context;
    }

    /** The addresses that accept, or empty if they do not in time, one of them cannot be had, no mail could be taken, or the framework ends before. */
    Optional<List<String>> await(Duration limit) throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(1);
        ServiceListener listener = event -> {
            boolean there = event.getType() == ServiceEvent.REGISTERED || event.getType() == ServiceEvent.MODIFIED;
            if (there && !lines(event.getServiceReference(), ADDRESSES).isEmpty()) {
                ready.countDown();
            }
        };
        try {
            context.addServiceListener(listener, READY);
            int failed = 0;
            for (Duration waited = Duration.ZERO;
                    waited.compareTo(limit) < 0 && failed < LOOKS;
                    waited = waited.plus(LOOK)) {
                List<String> addresses = lines(READY, ADDRESSES);
                broken = lines(BROKEN, FAILURES);
                if (!addresses.isEmpty() && broken.isEmpty()) {
                    return Optional.of(addresses);
                }
                failures = lines(FAILED, FAILURES);
                failed = failures.isEmpty() && broken.isEmpty() ? 0 : failed + 1;
                boolean unused = ready.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            }
            return Optional.empty();
        } catch (InvalidSyntaxException | IllegalStateException e) {
            // The framework was stopped meanwhile; the filters are constants.
            return Optional.empty();
        }
    }

    /** A line for each listener that could not accept when last looked. */
    List<String> failures() {
        return failures;
    }

    /** Why no mail could be taken when last looked. */
    List<String> broken() {
        return broken;
    }

    private List<String> lines(String filter, String key) throws InvalidSyntaxException {
        ServiceReference<?>[] found = context.getAllServiceReferences(null, filter);
        return found == null ? List.of() : lines(found[0], key);
    }

    private static List<String> lines(ServiceReference<?> marker, String key) {
        return marker.getProperty(key) instanceof String[] lines ? List.of(lines) : List.of();
    }
}
