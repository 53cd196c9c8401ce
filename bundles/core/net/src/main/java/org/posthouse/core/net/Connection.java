package org.posthouse.core.net;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.Optional;
import org.posthouse.api.net.TlsFacts;
import org.posthouse.api.plugin.GoneException;
import org.posthouse.spi.protocol.Input;
import org.posthouse.spi.protocol.Want;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A socket, the frame that is wanted from it, and a serial queue: one worker or none. It outlives the versions of its protocol. Fields
 * without a word belong to the owner: the worker while {@code running}, whoever has the lock otherwise.
 */
final class Connection implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final RareLog RARE = new RareLog(LOG);
    /** Inputs that a worker serves before others have their turn. */
    private static final int TURN = 64;
    /** Replies wait for each other no longer than this. */
    private static final long TOGETHER = 2_000_000;

    private final Machinery machinery;
    private final Visitor visitor;
    private final Socket socket;
    private final Runnable ended;
    private final Inbox inbox;
    private final Outlet out;
    private final Talk talk;
    private final Parting parting;
    private final Calls calls = new Calls();
    private final Deadlines deadlines;
    private final Alarm alarm;

    // Guarded by the lock.
    private boolean running;
    private boolean again;
    private boolean gone;
    private boolean inputEnded;
    private boolean handshaken;
    private boolean caughtUp;
    private boolean finished;

    private Want want = new Want.Close();
    private Optional<Input> ready = Optional.empty();
    private boolean securing;
    private boolean told;
    private boolean blocked;
    private long spoken;

    /** @param ended told once, when nothing is left of it */
    Connection(
            Machinery machinery,
            Protocol protocol,
            Visitor visitor,
            Socket socket,
            boolean implicitTls,
            Runnable ended) {
        this.machinery = machinery;
        this.visitor = visitor;
        this.socket = socket;
        this.ended = ended;
        this.securing = implicitTls;
        this.inbox = new Inbox(socket, machinery.room());
        this.out = new Outlet(this, socket);
        this.talk = new Talk(this, visitor, protocol);
        this.parting = new Parting(socket);
        this.deadlines = new Deadlines(machinery.settings());
        this.alarm = new Alarm(machinery.timer(), this::rang);
    }

    Visitor visitor() {
        return visitor;
    }

    Talk talk() {
        return talk;
    }

    void begin() {
        if (securing) {
            socket.secure(machinery.tls(), () -> {});
        } else {
            wake();
        }
    }

    void arrived(ByteBuf octets) {
        boolean go = false;
        synchronized (this) {
            if (finished || parting.begun()) {
                octets.release();
                return;
            }
            inbox.add(octets);
            if (!running && hears()) {
                inbox.take();
                ready = inbox.frame(false);
                go = running = ready.isPresent() || inbox.stuck();
                inbox.trim();
            }
        }
        serveIf(go);
    }

    void inputEnded() {
        tell(() -> inputEnded = true);
    }

    void gone() {
        tell(() -> gone = true);
    }

    void secured(TlsFacts facts) {
        visitor.secured(facts);
        tell(() -> handshaken = true);
    }

    void insecure(Throwable cause) {
        machinery.tls().failed(visitor, cause);
        socket.close();
    }

    /** The client has taken something. */
    void written() {
        boolean go = false;
        synchronized (this) {
            if (running) {
                caughtUp |= out.taken() > 0;
            } else {
                if (out.idle()) {
                    deadlines.caughtUp();
                }
                go = running = !finished && ripe();
            }
        }
        serveIf(go);
    }

    /** Something besides octets has changed. */
    void wake() {
        tell(() -> {});
    }

    private void tell(Runnable change) {
        boolean go;
        synchronized (this) {
            change.run();
            again = true;
            go = !finished && !running;
            running |= go;
        }
        serveIf(go);
    }

    private void serveIf(boolean go) {
        if (go) {
            machinery.workers().execute(this);
        }
    }

    /** One bell for all who ask. */
    Runnable bell() {
        return calls.bell(this::ring);
    }

    /** Asks the conversation to end: now, or when it waits for a line. */
    void end(String reason, boolean now) {
        calls.end(reason, now);
        wake();
    }

    /** Ends it with a farewell by core, whatever the conversation says. */
    void cut() {
        calls.cut();
        wake();
    }

    /** Ends it at once. */
    void abort() {
        socket.close();
    }

    private void ring() {
        calls.ring();
        boolean go;
        synchronized (this) {
            again |= running;
            go = !running && want instanceof Want.LineOrWake;
            running |= go;
        }
        serveIf(go);
    }

    private void rang() {
        synchronized (this) {
            alarm.rang();
            if (running || finished) {
                return;
            }
            long due = deadlines.next(talk.served());
            if (due == Alarm.NEVER || due - System.nanoTime() > 0) {
                alarm.set(due);
                return;
            }
            running = true;
        }
        machinery.workers().execute(this);
    }

    @Override
    public void run() {
        spoken = System.nanoTime();
        try {
            for (int i = 0; i < TURN; i++) {
                if (!step()) {
                    return;
                }
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.error("Connection {} failed", visitor.id(), e);
            parting.breakOff();
        }
        flushed();
        machinery.workers().execute(this);
    }

    /** One input, or one change of hands. False: nothing left to do, and the connection is nobody's. */
    private boolean step() {
        boolean over;
        synchronized (this) {
            again = false;
            over = gone;
            if (caughtUp && out.idle()) {
                deadlines.caughtUp();
            }
            caughtUp = false;
            if (handshaken && securing) {
                securing = false;
                ready = talk.greeted() ? Optional.of(new Input.Secured()) : Optional.empty();
            }
        }
        long now = System.nanoTime();
        if (over) {
            finish();
            return false;
        }
        if (deadlines.readerTooSlow(now) && !parting.broken()) {
            RARE.info("{} closed: {} does not read", visitor.id(), visitor.address());
            parting.breakOff();
        }
        if (calls.isCut() && !parting.begun()) {
            say(talk.protocol().farewell(talk.greeted(), Farewell.STOPPING));
        }
        return parting.begun() ? leave(now) : serve(now);
    }

    private boolean serve(long now) {
        try {
            if (talk.leaving()) {
                talk.handOver();
                return true;
            }
            if (!talk.served() && (talk.greeted() || !securing)) {
                return takeUp(now) || park(now);
            }
            if (securing) {
                return park(now);
            }
            Optional<Input> input = next(now);
            if (input.isEmpty()) {
                return park(now);
            }
            speak(input.get(), now);
        } catch (Over e) {
            say(e.farewell());
        } catch (IOException e) {
            unreadable(e);
        }
        return true;
    }

    private boolean takeUp(long now) throws Over {
        if (!talk.sit()) {
            deadlines.waitForSeat(now);
            if (deadlines.seatTooLate(now) || !talk.protocol().installed()) {
                throw new Over(talk.protocol().farewell(talk.greeted(), Farewell.REPLACED));
            }
            return false;
        }
        deadlines.seated();
        try {
            talk.begin(out).ifPresent(this::accept);
        } catch (GoneException e) {
            talk.release();
        }
        return true;
    }

    private void speak(Input input, long now) throws Over, IOException {
        if (now - spoken > TOGETHER) {
            out.flush();
            spoken = now;
        }
        ready = Optional.of(input);
        try {
            Want next = talk.receive(input, out);
            ready = Optional.empty();
            told = input instanceof Input.Ending;
            accept(next);
        } catch (GoneException e) {
            // Its version has gone before the call: the next one is given this input.
            talk.handOver();
        }
    }

    private void accept(Want next) {
        want = next;
        deadlines.wished();
        inbox.want(next);
        if (next instanceof Want.StartTls) {
            secure();
        } else if (next instanceof Want.Close) {
            close();
        }
    }

    /** What the conversation is to be told now. */
    private Optional<Input> next(long now) throws IOException {
        if (ready.isPresent()) {
            return ready;
        }
        if (out.pending() >= Outlet.MARK) {
            out.flush();
        }
        boolean drains = want instanceof Want.Drained;
        blocked = out.pending() >= Outlet.MARK && !drains;
        if (blocked) {
            return Optional.empty();
        }
        Optional<Input> input = (told ? Optional.<Input>empty() : calls.ending(want))
                .or(() -> inbox.next(this))
                .or(() -> calls.woken(want));
        if (input.isPresent()) {
            return input;
        }
        if (drains && out.pending() == 0) {
            return Optional.of(new Input.Drained());
        }
        boolean timedOut = deadlines.timedOut(drains ? 0 : out.pending(), now);
        return timedOut ? Optional.of(new Input.TimedOut()) : Optional.empty();
    }

    /** Sends what there is, and gives the connection back unless something has changed meanwhile. */
    private boolean park(long now) {
        if (!flushed()) {
            return true;
        }
        boolean deserted;
        synchronized (this) {
            boolean waits = talk.served() && !parting.begun();
            boolean more = blocked || want instanceof Want.Drained;
            deserted = inputEnded && !parting.begun() && (securing || (waits && !more));
            if (again || gone || (hears() && inbox.hasArrived())) {
                return true;
            }
            if (!deserted) {
                if (waits) {
                    deadlines.turn(want, inbox.taken(), out, now);
                }
                deadlines.reading(out.taken(), out.pending(), now);
                if (ripe()) {
                    return true;
                }
                inbox.trim();
                running = false;
                alarm.set(parting.broken() ? Alarm.NEVER : deadlines.next(talk.served()));
                return false;
            }
        }
        close();
        return true;
    }

    private boolean flushed() {
        if (!parting.broken()) {
            try {
                out.flush();
            } catch (IOException e) {
                unreadable(e);
                return false;
            }
        }
        return true;
    }

    /** Whether the client has taken as much as somebody waits for. Under the lock. */
    private boolean ripe() {
        boolean all = deadlines.turnHeld() || parting.speaking() || (talk.served() && want instanceof Want.Drained);
        boolean some = blocked || out.more();
        return !parting.broken() && ((all && out.pending() == 0) || (some && out.inFlight() < Outlet.MARK));
    }

    /** Whether octets are wanted now. Under the lock, or by the owner. */
    private boolean hears() {
        return talk.served()
                && !parting.begun()
                && !securing
                && !blocked
                && ready.isEmpty()
                && inbox.hears()
                && !talk.leaving();
    }

    /** Octets of the client's, and for the client, that are held in memory. Any thread. */
    synchronized long buffered() {
        return inbox.size() + Math.max(0, out.inFlight());
    }

    /** Nothing is read from here on until the handshake begins, so that none of it is taken for clear text. */
    private void secure() {
        if (visitor.tls().isPresent()) {
            say(talk.protocol().farewell(true, Farewell.FAILED));
            return;
        }
        securing = true;
        socket.readsNoMore();
        if (flushed() && !out.more()) {
            socket.secure(machinery.tls(), this::dropEarly);
        } else {
            parting.breakOff();
        }
    }

    /** What came early in clear text is dropped, RFC 3207 §4.2. */
    private synchronized void dropEarly() {
        inbox.clear();
    }

    private void say(String farewell) {
        if (!farewell.isEmpty() && !securing) {
            out.line(farewell.replace('\r', ' ').replace('\n', ' '));
        }
        close();
    }

    private void close() {
        talk.release();
        forget();
        deadlines.wished();
        synchronized (this) {
            parting.begin();
            inbox.clear();
        }
    }

    private boolean leave(long now) {
        if (flushed()) {
            parting.go(out.pending() == 0, left(), deadlines, now);
        }
        return park(now);
    }

    private synchronized boolean left() {
        return inputEnded;
    }

    /** What was promised to the client cannot be read. */
    void unreadable(IOException cause) {
        RARE.info("{} closed: a content cannot be read: {}", visitor.id(), cause.toString());
        parting.breakOff();
    }

    /** Input that nobody will take any more. */
    private void forget() {
        inbox.drop();
        ready.ifPresent(Inbox::drop);
        ready = Optional.empty();
    }

    /** The socket is closed: nobody comes again. */
    private void finish() {
        synchronized (this) {
            finished = true;
            inbox.clear();
            alarm.cancel();
        }
        calls.over();
        forget();
        out.clear();
        talk.release();
        visitor.end();
        ended.run();
    }
}
