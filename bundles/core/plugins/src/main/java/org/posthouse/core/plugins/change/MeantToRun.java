package org.posthouse.core.plugins.change;

import java.util.OptionalInt;
import org.osgi.framework.Bundle;
import org.osgi.framework.startlevel.BundleStartLevel;

/** Which bundles the framework is told to run. */
public final class MeantToRun {
    private MeantToRun() {}

    /** The start level it is to run from; empty if it is not to run, or is uninstalled at this moment. */
    public static OptionalInt from(Bundle bundle) {
        try {
            BundleStartLevel its = bundle.adapt(BundleStartLevel.class);
            return its != null && its.isPersistentlyStarted()
                    ? OptionalInt.of(its.getStartLevel())
                    : OptionalInt.empty();
        } catch (IllegalStateException e) {
            return OptionalInt.empty();
        }
    }
}
