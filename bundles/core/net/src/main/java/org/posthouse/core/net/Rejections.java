package org.posthouse.core.net;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.posthouse.api.trace.SteadyTrace;
import org.posthouse.api.trace.TraceStep;

/**
 * Tells the trace which connections core itself turned away or cut off: so many per span, and of a flood how many more there were. Any
 * thread; waits for nothing.
 */
final class Rejections {
    private static final String SELF = "org.posthouse.core.net";
    private static final int MOST = 100;
    private static final Duration SPAN = Duration.ofSeconds(10);

    private final SteadyTrace trace = new SteadyTrace();
    private final Clock clock;
    private final String version = Optional.ofNullable(FrameworkUtil.getBundle(Rejections.class))
            .map(Bundle::getVersion)
            .map(Object::toString)
            .orElse("");
    private Instant begun = Instant.EPOCH;
    private int told;
    private long untold;

    Rejections(Clock clock) {
        this.clock = clock;
    }

    /** Where it is told; it may come and go. */
    SteadyTrace trace() {
        return trace;
    }

    /** Somebody who was not let in at all. */
    void turnedAway(InetAddress address, String service, String why, String reply) {
        tell(step(address, service, why).reply(reply.strip()));
    }

    /** One who was connected, and is no more. */
    void cutOff(Visitor visitor, String why) {
        TraceStep.Builder step =
                step(visitor.address().getAddress(), visitor.service(), why).connectionId(visitor.id());
        visitor.user().ifPresent(user -> step.fact("user", user));
        tell(step);
    }

    private TraceStep.Builder step(InetAddress address, String service, String why) {
        return TraceStep.at(clock.instant(), "refused")
                .by(SELF, version, "")
                .verdict(why)
                .fact("client", address.getHostAddress())
                .fact("service", service);
    }

    private void tell(TraceStep.Builder step) {
        synchronized (this) {
            Instant now = clock.instant();
            if (now.isAfter(begun.plus(SPAN))) {
                begun = now;
                told = 0;
                if (untold > 0) {
                    step.fact("untold before", String.valueOf(untold));
                    untold = 0;
                }
            }
            if (told == MOST) {
                untold++;
                return;
            }
            told++;
        }
        trace.record(step.build());
    }
}
