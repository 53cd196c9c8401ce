package org.posthouse.core.config;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * Knows when a change has reached its component. Config Admin tells its listeners, among them the component runtime, on one thread and
 * one event after the other: who has heard of a second event knows that all have heard of the first.
 */
@Component(
        service = {ConfigurationListener.class, Delivery.class},
        immediate = true,
        configurationPolicy = ConfigurationPolicy.IGNORE)
public final class Delivery implements ConfigurationListener {
    private static final Duration LIMIT = Duration.ofSeconds(3);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition heard = lock.newCondition();
    private long moves;

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        if (event.getType() == ConfigurationEvent.CM_LOCATION_CHANGED) {
            lock.lock();
            try {
                moves++;
                heard.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Returns when all have heard of what was done to this configuration before; after 3 s anyway. */
    void await(Configuration configuration) {
        lock.lock();
        try {
            long before = moves;
            configuration.setBundleLocation("?");
            long left = LIMIT.toNanos();
            while (moves == before && left > 0) {
                left = heard.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
