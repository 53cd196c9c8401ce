package org.posthouse.core.net;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.Optional;
import org.posthouse.api.net.Listeners.Doing;
import org.posthouse.spi.protocol.Input;
import org.posthouse.spi.protocol.Want;

/** What a conversation wants, and what it is told next. Used by the connection's owner. */
final class Wishes {
    private final Object lock;
    private final Inbox inbox;
    private final Outlet out;
    private final Calls calls;
    private final Deadlines deadlines;
    private Want want = new Want.Close();
    private Optional<Input> ready = Optional.empty();
    private boolean told;
    private boolean blocked;

    /** @param lock the connection's */
    Wishes(Object lock, Inbox inbox, Outlet out, Calls calls, Deadlines deadlines) {
        this.lock = lock;
        this.inbox = inbox;
        this.out = out;
        this.calls = calls;
        this.deadlines = deadlines;
    }

    /** A new wish. */
    void accept(Want next) {
        want = next;
        deadlines.wished();
        inbox.want(next);
    }

    Want want() {
        return want;
    }

    /** Whether it waits for the client to have read everything. */
    boolean drains() {
        return want instanceof Want.Drained;
    }

    /** Whether the client has to read before it is given another turn. */
    boolean blocked() {
        return blocked;
    }

    /** What is waited for. */
    Doing doing() {
        if (want instanceof Want.LineOrWake) {
            return Doing.LISTENING;
        }
        return want instanceof Want.Bytes || want instanceof Want.DotText ? Doing.RECEIVING : Doing.WAITING;
    }

    /** Whether octets are wanted. */
    boolean hears() {
        return !blocked && ready.isEmpty() && inbox.hears();
    }

    /** Whether what has come is enough for a worker to be called. Under the lock; does not block. */
    boolean enough() {
        inbox.take();
        ready = inbox.frame(false);
        boolean enough = ready.isPresent() || inbox.stuck();
        inbox.trim();
        return enough;
    }

    /** What the conversation is to be told now. */
    Optional<Input> next(long now) throws IOException {
        if (ready.isPresent()) {
            return ready;
        }
        if (out.pending() >= out.mark()) {
            out.flush();
        }
        blocked = out.pending() >= out.mark() && !drains();
        if (blocked) {
            return Optional.empty();
        }
        Optional<Input> input = (told ? Optional.<Input>empty() : calls.ending(want))
                .or(() -> inbox.next(lock))
                .or(() -> calls.woken(want));
        if (input.isPresent()) {
            return input;
        }
        if (drains() && out.pending() == 0) {
            return Optional.of(new Input.Drained());
        }
        boolean timedOut = deadlines.timedOut(drains() ? 0 : out.pending(), now);
        return timedOut ? Optional.of(new Input.TimedOut()) : Optional.empty();
    }

    /** This is told next, and again to the next version if the one that is told leaves meanwhile. */
    void tell(Input input) {
        ready = Optional.of(input);
    }

    /** The conversation has been told. */
    void heard(Input input) {
        ready = Optional.empty();
        told = input instanceof Input.Ending;
    }

    /** What came early in clear text is dropped, RFC 3207 §4.2. Any thread. */
    void dropEarly() {
        early().release();
    }

    /** What came early, which is not to be taken for what comes from now on. Any thread. */
    ByteBuf early() {
        synchronized (lock) {
            return inbox.takeBack();
        }
    }

    /** Drops an input that nobody will take any more, and the frame under way. */
    void forget() {
        inbox.drop();
        ready.ifPresent(Inbox::drop);
        ready = Optional.empty();
    }
}
