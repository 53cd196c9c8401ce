package org.posthouse.core.plugins;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/**
 * Whether the framework has come to its start level: until then bundles are still to be started, however long it takes on a busy
 * machine, and even one that is active may not have all its components.
 */
final class Arrival implements FrameworkListener {
    private final LongSupplier nanos;
    private volatile boolean arrived;
    private volatile long since;

    /** @param level start level of the bundle that asks: who is started at this level is on the way */
    Arrival(BundleContext framework, int level, LongSupplier nanos) {
        this.nanos = nanos;
        framework.addFrameworkListener(this);
        if (framework.getBundle(0).adapt(FrameworkStartLevel.class).getStartLevel() > level) {
            arrive();
        }
    }

    /** Whether it was here so long ago already; zero: whether it is here. */
    boolean ago(Duration time) {
        return arrived && nanos.getAsLong() - since >= time.toNanos();
    }

    @Override
    public void frameworkEvent(FrameworkEvent event) {
        boolean here =
                event.getType() == FrameworkEvent.STARTED || event.getType() == FrameworkEvent.STARTLEVEL_CHANGED;
        if (here && !arrived) {
            arrive();
        }
    }

    private void arrive() {
        since = nanos.getAsLong();
        arrived = true;
    }
}
