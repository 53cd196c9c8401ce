package org.posthouse.core.net;

import java.util.Optional;
import org.posthouse.spi.protocol.Input;
import org.posthouse.spi.protocol.Want;

/** What others ask of a connection: to wake, to end. Any thread. */
final class Calls {
    private boolean rung;
    private boolean cut;
    private Optional<Ending> ending = Optional.empty();
    private Optional<Bell> bell = Optional.empty();

    /** One bell for all who ask. */
    synchronized Bell bell(Runnable rope) {
        if (bell.isEmpty()) {
            bell = Optional.of(new Bell(rope));
        }
        return bell.get();
    }

    synchronized void ring() {
        rung = true;
    }

    /** Whether the conversation is to end: now, or when it waits for a line. */
    synchronized void end(String reason, boolean now) {
        ending = Optional.of(new Ending(reason, now));
    }

    synchronized void cut() {
        cut = true;
    }

    /** Whether it ends whatever the conversation says. */
    synchronized boolean isCut() {
        return cut;
    }

    /** What the conversation is to be told of this. */
    synchronized Optional<Input> ending(Want want) {
        boolean line = want instanceof Want.Line || want instanceof Want.LineOrWake;
        return ending.filter(its -> line || its.now()).map(its -> new Input.Ending(its.reason()));
    }

    /** Once for all rings since the last time. */
    synchronized Optional<Input> woken(Want want) {
        if (!rung || !(want instanceof Want.LineOrWake)) {
            return Optional.empty();
        }
        rung = false;
        return Optional.of(new Input.Woken());
    }

    synchronized void over() {
        bell.ifPresent(Bell::untie);
    }

    private record Ending(String reason, boolean now) {}
}
