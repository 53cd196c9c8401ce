package org.posthouse.core.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.util.Optional;
import org.posthouse.api.net.TlsFacts;
import org.posthouse.api.plugin.GoneException;
import org.posthouse.core.net.frame.Framer;
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
    /** Octets that a client may send ahead of the conversation. */
    private static final int AHEAD = 1 << 15;
    /** Replies wait for each other no longer than this. */
    private static final long TOGETHER = 2_000_000;

    private final Machinery machinery;
    private final Visitor visitor;
    private final Socket socket;
    private final Runnable ended;
    private final Inbox inbox;
    private final Outlet out;
    private final Framer framer;
    private final Talk talk;
    private final Deadlines deadlines;
    private final Alarm alarm;

    // Guarded by the lock.
    private boolean running;
    private boolean again;
    private boolean rung;
    private boolean gone;
    private boolean inputEnded;
    private boolean handshaken;
    private boolean caughtUp;
    private boolean deaf;
    private boolean finished;
    private boolean cut;
    private Optional<Ending> ending = Optional.empty();
    private Optional<Bell> bell = Optional.empty();

    private Want want = new Want.Close();
    private Optional<Input> ready = Optional.empty();
    private boolean securing;
    private boolean told;
    private boolean turnHeld;
    private boolean blocked;
    private boolean closing;
    private boolean shut;
    private boolean broken;
    private long spoken;

    /** @param ended told once, when nothing is left of it */
    Connection(
            Machinery machinery,
            Protocol protocol,
            Visitor visitor,
            Socket socket,
            ByteBufAllocator allocator,
            boolean implicitTls,
            Runnable ended) {
        this.machinery = machinery;
        this.visitor = visitor;
        this.socket = socket;
        this.ended = ended;
        this.securing = implicitTls;
        this.inbox = new Inbox(allocator);
        this.out = new Outlet(this, socket);
        this.framer = new Framer(machinery.room());
        this.talk = new Talk(this, visitor, protocol);
        this.deadlines = new Deadlines(machinery.settings());
        this.alarm = new Alarm(machinery.timer(), this::rang);
    }

    Visitor visitor() {
        return visitor;
    }

    String protocol() {
        return talk.protocol().name();
    }

    String version() {
        return talk.version();
    }

    // ---- from the event loop

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
            if (finished || closing) {
                octets.release();
                return;
            }
            inbox.add(octets);
            if (!running && hears()) {
                inbox.take();
                ready = framer.next(inbox.held(), false);
                go = running = ready.isPresent() || framer.stuck(inbox.held());
                inbox.trim();
            }
            if (inbox.arrived() > AHEAD && !deaf) {
                deaf = true;
                socket.reads(false);
            }
        }
        if (go) {
            machinery.workers().execute(this);
        }
    }

    void inputEnded() {
        synchronized (this) {
            inputEnded = true;
        }
        wake();
    }

    void gone() {
        synchronized (this) {
            gone = true;
        }
        wake();
    }

    void secured(TlsFacts facts) {
        visitor.secured(facts);
        synchronized (this) {
            handshaken = true;
        }
        wake();
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
        if (go) {
            machinery.workers().execute(this);
        }
    }

    // ---- from anywhere

    /** Something besides octets has changed. */
    void wake() {
        synchronized (this) {
            if (finished || running) {
                again = true;
                return;
            }
            running = true;
        }
        machinery.workers().execute(this);
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
        wake();
    }

    /** Ends it with a farewell by core, whatever the conversation says. */
    void cut() {
        synchronized (this) {
            cut = true;
        }
        wake();
    }

    /** Ends it at once. */
    void abort() {
        socket.close();
    }

    private void ring() {
        boolean go;
        synchronized (this) {
            rung = true;
            again |= running;
            go = !running && want instanceof Want.LineOrWake;
            running |= go;
        }
        if (go) {
            machinery.workers().execute(this);
        }
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

    // ---- the serial queue

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
            breakOff();
        }
        flushed();
        machinery.workers().execute(this);
    }

    /** One input, or one change of hands. False: nothing left to do, and the connection is nobody's. */
    private boolean step() {
        boolean over;
        boolean last;
        synchronized (this) {
            again = false;
            over = gone;
            last = cut;
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
        if (deadlines.readerTooSlow(now) && !broken) {
            RARE.info("{} closed: {} does not read", visitor.id(), visitor.address());
            breakOff();
        }
        if (last && !closing) {
            say(talk.protocol().farewell(talk.greeted(), Farewell.STOPPING));
        }
        return (closing || broken) ? leave(now) : serve(now);
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
        turnHeld = false;
        deadlines.wished();
        framer.want(next);
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
        Optional<Input> input = asked().or(this::frame).or(this::woken);
        if (input.isPresent()) {
            return input;
        }
        if (drains && out.pending() == 0) {
            return Optional.of(new Input.Drained());
        }
        if (deadlines.patienceEnded(now)) {
            deadlines.wished();
            turnHeld = out.pending() > 0 && !drains;
            return turnHeld ? Optional.empty() : Optional.of(new Input.TimedOut());
        }
        return Optional.empty();
    }

    private synchronized Optional<Input> asked() {
        boolean line = want instanceof Want.Line || want instanceof Want.LineOrWake;
        return ending.filter(its -> !told && (line || its.now())).map(its -> new Input.Ending(its.reason()));
    }

    private Optional<Input> frame() {
        while (framer.hears()) {
            Optional<Input> frame = framer.next(inbox.held(), true);
            if (frame.isPresent()) {
                return frame;
            }
            synchronized (this) {
                if (!inbox.take()) {
                    break;
                }
                listen();
            }
        }
        return Optional.empty();
    }

    private synchronized Optional<Input> woken() {
        if (!rung || !(want instanceof Want.LineOrWake)) {
            return Optional.empty();
        }
        rung = false;
        return Optional.of(new Input.Woken());
    }

    /** Sends what there is, and gives the connection back unless something has changed meanwhile. */
    private boolean park(long now) {
        if (!flushed()) {
            return true;
        }
        boolean deserted;
        synchronized (this) {
            boolean waits = talk.served() && !closing && !broken;
            deserted = inputEnded && (securing || (waits && !blocked && !(want instanceof Want.Drained)));
            if (again || gone || (hears() && inbox.arrived() > 0)) {
                return true;
            }
            if (!deserted) {
                turns(waits, now);
                deadlines.reading(out.taken(), out.pending(), now);
                if (ripe()) {
                    return true;
                }
                inbox.trim();
                running = false;
                alarm.set(broken ? Alarm.NEVER : deadlines.next(talk.served()));
                return false;
            }
        }
        close();
        return true;
    }

    private boolean flushed() {
        if (!broken) {
            try {
                out.flush();
            } catch (IOException e) {
                unreadable(e);
                return false;
            }
        }
        return true;
    }

    /** Whether the client has its turn: after a long answer not before it has been read. */
    private void turns(boolean waits, long now) {
        if (waits) {
            boolean drains = want instanceof Want.Drained;
            turnHeld = !drains && out.pending() > 0 && (turnHeld || out.more());
            if (!turnHeld) {
                deadlines.turn(want, framer.taken(), now);
            }
        }
    }

    /** Whether the client has taken as much as somebody waits for. Under the lock. */
    private boolean ripe() {
        boolean all = turnHeld || (closing && !shut) || (talk.served() && want instanceof Want.Drained);
        boolean some = blocked || out.more();
        return !broken && ((all && out.pending() == 0) || (some && out.inFlight() < Outlet.MARK));
    }

    /** Whether octets are wanted now. Under the lock, or by the owner. */
    private boolean hears() {
        return talk.served()
                && !closing
                && !broken
                && !securing
                && !blocked
                && ready.isEmpty()
                && framer.hears()
                && !talk.leaving();
    }

    /** The client may send again. Under the lock. */
    private void listen() {
        if (deaf) {
            deaf = false;
            socket.reads(true);
        }
    }

    // ---- TLS

    /** Nothing is read from here on until the handshake begins, so that none of it is taken for clear text. */
    private void secure() {
        securing = true;
        if (visitor.tls().isPresent()) {
            say(talk.protocol().farewell(true, Farewell.FAILED));
            return;
        }
        socket.readsNoMore();
        if (flushed() && !out.more()) {
            socket.secure(machinery.tls(), this::dropEarly);
        } else {
            breakOff();
        }
    }

    /** What came early in clear text is dropped, RFC 3207 §4.2. */
    private synchronized void dropEarly() {
        inbox.clear();
        deaf = false;
    }

    // ---- the end

    private void say(String farewell) {
        if (!farewell.isEmpty() && (!securing || visitor.tls().isPresent())) {
            out.line(farewell.replace('\r', ' ').replace('\n', ' '));
        }
        close();
    }

    /** Nothing is heard any more; what was said still goes out. */
    private void close() {
        talk.release();
        framer.drop();
        forget();
        deadlines.wished();
        turnHeld = false;
        synchronized (this) {
            closing = true;
            inbox.clear();
            listen();
        }
    }

    /** After the last word our half is closed, and the client has a moment to close its own: a reset could overtake the farewell. */
    private boolean leave(long now) {
        if (!broken && flushed()) {
            if (!shut && out.pending() == 0) {
                shut = true;
                deadlines.waitForEnd(now);
                socket.shutOutput();
            }
            if (shut && (deadlines.lingered(now) || left())) {
                breakOff();
            }
        }
        return park(now);
    }

    private synchronized boolean left() {
        return inputEnded;
    }

    /** What was promised to the client cannot be read. */
    void unreadable(IOException cause) {
        RARE.info("{} closed: a content cannot be read: {}", visitor.id(), cause.toString());
        breakOff();
    }

    private void breakOff() {
        broken = true;
        socket.close();
    }

    /** An input that nobody will take any more. */
    private void forget() {
        ready.ifPresent(input -> {
            if (input instanceof Input.Data data) {
                data.content().close();
            } else if (input instanceof Input.Text text) {
                text.content().close();
            }
        });
        ready = Optional.empty();
    }

    /** The socket is closed: nobody comes again. */
    private void finish() {
        synchronized (this) {
            finished = true;
            inbox.clear();
            alarm.cancel();
            bell.ifPresent(Bell::untie);
        }
        forget();
        framer.drop();
        out.clear();
        talk.release();
        visitor.end();
        ended.run();
    }

    /** The server's wish that it ends. */
    private record Ending(String reason, boolean now) {}
}
