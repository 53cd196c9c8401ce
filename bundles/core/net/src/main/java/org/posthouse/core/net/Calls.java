package org.posthouse.core.net;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.posthouse.spi.protocol.Input;
import org.posthouse.spi.protocol.Want;

/** What others ask of a connection: to wake, to end. Any thread; its lock and that of the turns are never held together. */
final class Calls {
    private final Turns turns;
    private final BooleanSupplier wakes;
    private boolean rung;
    private boolean cut;
    private Optional<Ending> ending = Optional.empty();
    private Optional<Bell> bell = Optional.empty();

    /** @param wakes whether the conversation can be woken; asked under the lock of the turns while nobody has one */
    Calls(Turns turns, BooleanSupplier wakes) {
        this.turns = turns;
        this.wakes = wakes;
    }

    /** One bell for all who ask. */
    synchronized Runnable bell() {
        if (bell.isEmpty()) {
            bell = Optional.of(new Bell(this::ring));
        }
        return bell.get();
    }

    /** Asks the conversation to end: now, or when it waits for a line. */
    void end(String reason, boolean now) {
        synchronized (this) {
            ending = Optional.of(new Ending(reason, now));
        }
        turns.tell(() -> {});
    }

    /** Ends it with a farewell by core, whatever the conversation says. */
    void cut() {
        synchronized (this) {
            cut = true;
        }
        turns.tell(() -> {});
    }

    private void ring() {
        synchronized (this) {
            rung = true;
        }
        boolean mine;
        synchronized (turns) {
            turns.lookAgain();
            mine = !turns.taken() && turns.take(wakes.getAsBoolean());
        }
        turns.callIf(mine);
    }

    /** Whether it ends whatever the conversation says. */
    synchronized boolean isCut() {
        return cut;
    }

    /** What the conversation is to be told of this. */
    synchronized Optional<Input> ending(Want want) {
        boolean line = want instanceof Want.Line || want instanceof Want.LineOrWake;
        return ending.filter(its -> line || its.now()).map(its -> new Input.Ending(its.reason(), its.now()));
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
