package org.posthouse.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.BundleStartLevel;

/** Bundles that are meant to run and did not start with the others. Some only came in each other's way, and start when asked again. */
final class Laggards {
    private static final int ATTEMPTS = 3;

    private final Supplier<Stream<Bundle>> bundles;

    Laggards(Supplier<Stream<Bundle>> bundles) {
        this.bundles = bundles;
    }

    /** Returns a line for each that does not start however often it is asked. */
    List<String> startAgain() {
        List<String> lines = List.of();
        for (int i = 0; i < ATTEMPTS && (i == 0 || !lines.isEmpty()); i++) {
            lines = new ArrayList<>();
            for (Bundle bundle : bundles.get().filter(Laggards::lags).toList()) {
                try {
                    bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
                } catch (BundleException e) {
                    lines.add("bundle " + bundle.getSymbolicName() + " did not start: " + reason(e));
                }
            }
        }
        return lines;
    }

    /** Who has been switched off is not meant to run. */
    private static boolean lags(Bundle bundle) {
        return (bundle.getState() & (Bundle.INSTALLED | Bundle.RESOLVED)) != 0
                && bundle.adapt(BundleStartLevel.class).isPersistentlyStarted();
    }

    static String reason(BundleException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse(failure.toString());
    }
}
