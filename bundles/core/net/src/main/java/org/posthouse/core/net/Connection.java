package org.posthouse.core.net;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.Optional;
import org.posthouse.api.net.Listeners.Activity;
import org.posthouse.api.net.Listeners.Doing;
import org.posthouse.api.net.TlsFacts;
import org.posthouse.api.plugin.GoneException;
import org.posthouse.spi.protocol.Input;
import org.posthouse.spi.protocol.Want;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A socket and who speaks over it, which outlives the versions of its protocol. First what the event loop and others tell it, from
 * any thread; then what the worker does who has the turn. Fields without a word belong to the owner, see {@link Turns}.
 */
final class Connection implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    /** Inputs that a worker serves before others have their turn. */
    private static final int TURN = 64;

    private final Visitor visitor;
    private final Room memory;
    private final Socket socket;
    private final Runnable ended;
    private final Turns turns;
    private final Inbox inbox;
    private final Outlet out;
    private final Wishes wishes;
    private final Talk talk;
    private final Handshake handshake;
    private final Compression compression;
    private final Parting parting;
    private final Calls calls;
    private final Deadlines deadlines;
    private final Alarm alarm;

    // Guarded by the lock.
    private boolean gone;
    private boolean caughtUp;
    private boolean spent;
    private long received;

    private volatile boolean inputEnded;
    private boolean failed;
    private boolean finished;

    /** @param ended told once, when nothing is left of it */
    Connection(
            Machinery machinery,
            Protocol protocol,
            Visitor visitor,
            Socket socket,
            boolean implicitTls,
            Runnable ended) {
        this.visitor = visitor;
        this.memory = machinery.inboxes();
        this.socket = socket;
        this.ended = ended;
        this.turns = new Turns(machinery.workers().of(protocol.name()), this);
        this.inbox = new Inbox(socket, machinery.inboxes(), machinery.room());
        this.parting = new Parting(visitor, socket);
        this.calls = new Calls(turns, this::wakes);
        this.out = new Outlet(socket, parting, calls::bell, this::written, new Outbox(machinery.outboxes(), visitor));
        this.deadlines = new Deadlines(machinery.settings());
        this.wishes = new Wishes(turns, inbox, out, calls, deadlines);
        this.talk = new Talk(this::wake, visitor, protocol);
        this.handshake = new Handshake(socket, machinery.tls(), this::sealed, implicitTls);
        this.compression = new Compression(this, socket, machinery.compressions());
        this.alarm = new Alarm(machinery.timer(), turns, () -> deadlines.next(talk.served()));
    }

    Visitor visitor() {
        return visitor;
    }

    Talk talk() {
        return talk;
    }

    /** Octets of the client's, and for the client, that are held in memory. */
    long buffered() {
        synchronized (turns) {
            return inbox.size() + Math.max(0, out.inFlight());
        }
    }

    /** What it does at this moment. Any thread. */
    Activity activity() {
        synchronized (turns) {
            return new Activity(received, out.taken(), doing());
        }
    }

    /** Under the lock: while nobody has the turn, nobody changes any of it. */
    private Doing doing() {
        if (parting.begun()) {
            return Doing.LEAVING;
        }
        if (turns.taken()) {
            return Doing.WORKING;
        }
        if (handshake.awaited()) {
            return Doing.SECURING;
        }
        if (!talk.served()) {
            return Doing.PARKED;
        }
        return wishes.blocked() || wishes.drains() || out.pending() > 0 ? Doing.SENDING : wishes.doing();
    }

    // ---- told by the socket

    void begin() {
        if (handshake.awaited()) {
            handshake.begin(() -> {});
        } else {
            wake();
        }
    }

    void arrived(ByteBuf octets) {
        boolean mine;
        synchronized (turns) {
            received += octets.readableBytes();
            if (parting.begun()) {
                octets.release();
                return;
            }
            inbox.add(octets);
            mine = !turns.taken() && hears() && turns.take(wishes.enough());
            mine |= spends();
        }
        turns.callIf(mine);
    }

    /** So many octets more, or less, are held that cannot be read yet: TLS records that are not whole, what is not inflated. */
    void sealed(int octets) {
        boolean mine;
        synchronized (turns) {
            inbox.sealed(octets);
            mine = !parting.begun() && spends();
        }
        turns.callIf(mine);
    }

    /** Sends the client away if it holds more than there is room for: now if it has its turn, otherwise after the worker's. Under the lock. */
    private boolean spends() {
        if (!inbox.spends(visitor.user().isEmpty())) {
            return false;
        }
        inbox.hearNoMore();
        spent |= !turns.taken() || memory.overdrawn();
        turns.lookAgain();
        return turns.take(spent);
    }

    void inputEnded() {
        turns.tell(() -> inputEnded = true);
    }

    void gone() {
        turns.tell(() -> gone = true);
    }

    void secured(TlsFacts facts) {
        visitor.secured(facts);
        turns.tell(handshake::done);
    }

    /** DEFLATE is on. */
    void compressed() {
        visitor.compressed();
        turns.tell(compression::done);
    }

    /** What came before it was on, and is compressed too. */
    ByteBuf early() {
        return wishes.early();
    }

    /** The client is not listened to until {@link #goOn}. */
    void pause() {
        synchronized (turns) {
            inbox.hearNoMore();
        }
    }

    void goOn() {
        synchronized (turns) {
            inbox.hearOn();
        }
    }

    /** Whether anybody still wants to hear. */
    boolean listens() {
        synchronized (turns) {
            return !parting.begun();
        }
    }

    void insecure(Throwable cause) {
        handshake.failed(visitor, cause);
    }

    /** The client has taken something. */
    private void written() {
        boolean mine = false;
        synchronized (turns) {
            if (turns.taken()) {
                caughtUp |= out.taken() > 0;
            } else {
                if (out.idle()) {
                    deadlines.caughtUp();
                }
                mine = turns.take(ripe());
            }
        }
        turns.callIf(mine);
    }

    // ---- told by others

    /** Something besides octets has changed. */
    void wake() {
        turns.tell(() -> {});
    }

    Calls calls() {
        return calls;
    }

    /** Ends it at once. */
    void abort() {
        socket.close();
    }

    /** Whether the conversation can be woken. Under the lock. */
    private boolean wakes() {
        return wishes.want() instanceof Want.LineOrWake;
    }

    // ---- done by the worker

    @Override
    public void run() {
        try {
            out.turn(System.nanoTime());
            for (int i = 0; i < TURN; i++) {
                if (!step()) {
                    return;
                }
            }
            out.flushed();
        } catch (Throwable e) {
            LOG.error("Connection {} failed", visitor.id(), e);
            parting.breakOff();
            if (failed) {
                // Not even its end can be waited for: the turn is kept.
                bury();
                return;
            }
            failed = true;
        }
        turns.next();
    }

    private void bury() {
        try {
            finish();
        } catch (Throwable e) {
            LOG.error("The end of connection {} failed", visitor.id(), e);
        }
    }

    /** One input, or one change of hands. False: nothing left to do, and the connection is nobody's. */
    private boolean step() {
        boolean over;
        boolean busy;
        synchronized (turns) {
            turns.looks();
            over = gone;
            busy = spent;
            if (caughtUp && out.idle()) {
                deadlines.caughtUp();
            }
            caughtUp = false;
            if (handshake.over() && talk.greeted()) {
                wishes.tell(new Input.Secured());
            }
            if (compression.over()) {
                wishes.tell(new Input.Compressed());
            }
        }
        long now = System.nanoTime();
        if (over) {
            finish();
            return false;
        }
        deadlines.look(out.taken(), wishes.drains(), now);
        if (deadlines.readerTooSlow(now) && !parting.broken()) {
            parting.unread();
        }
        if (calls.isCut() && !parting.begun()) {
            say(talk.protocol().farewell(talk.greeted(), Farewell.STOPPING));
        }
        if (busy && handshake.awaited()) {
            parting.breakOff();
        } else if (busy && !parting.begun()) {
            say(talk.protocol().farewell(talk.greeted(), Farewell.BUSY));
        }
        return parting.begun() ? leave(now) : serve(now);
    }

    private boolean serve(long now) {
        try {
            if (talk.leaving()) {
                talk.handOver();
                return true;
            }
            if (!talk.served() && (talk.greeted() || !handshake.awaited())) {
                return talk.takeUp(out, deadlines, now, this::accept) || park(now);
            }
            if (handshake.awaited() || compression.awaited()) {
                return park(now);
            }
            Optional<Input> input = wishes.next(now);
            if (input.isEmpty()) {
                return park(now);
            }
            speak(input.get(), now);
        } catch (Over e) {
            say(e.farewell());
        } catch (IOException e) {
            parting.unreadable(e);
        }
        return true;
    }

    private void speak(Input input, long now) throws Over, IOException {
        out.flushLate(now);
        wishes.tell(input);
        try {
            Want next = talk.receive(input, out);
            wishes.heard(input);
            accept(next);
        } catch (GoneException e) {
            // Its version has gone before the call: the next one is given this input.
            talk.handOver();
        }
    }

    private void accept(Want next) {
        wishes.accept(next);
        if (next instanceof Want.StartTls) {
            secure();
        } else if (next instanceof Want.Compress) {
            compress();
        } else if (next instanceof Want.Close) {
            close();
        }
    }

    private void secure() {
        if (visitor.tls().isPresent()) {
            say(talk.protocol().farewell(true, Farewell.FAILED));
            return;
        }
        handshake.await();
        if (out.flushed() && !out.more()) {
            handshake.begin(wishes::dropEarly);
        } else {
            parting.breakOff();
        }
    }

    private void compress() {
        if (visitor.isCompressed()) {
            say(talk.protocol().farewell(true, Farewell.FAILED));
            return;
        }
        compression.await();
        if (out.flushed() && !out.more()) {
            compression.begin();
        } else {
            parting.breakOff();
        }
    }

    /** Sends what there is, and gives the connection back unless something has changed meanwhile. */
    private boolean park(long now) {
        if (!out.flushed()) {
            return true;
        }
        boolean deserted;
        synchronized (turns) {
            boolean waits = talk.served() && !parting.begun();
            boolean more = wishes.blocked() || wishes.drains();
            deserted = (inputEnded || compression.garbled())
                    && !parting.begun()
                    && (handshake.awaited() || (waits && !more));
            if (turns.again() || gone || (hears() && inbox.hasArrived())) {
                return true;
            }
            if (!deserted) {
                if (waits) {
                    deadlines.turn(wishes.want(), inbox.taken(), out, now);
                }
                deadlines.reading(out.taken(), out.pending(), now);
                if (ripe()) {
                    return true;
                }
                inbox.trim();
                if (inbox.spends(visitor.user().isEmpty()) && waits) {
                    spent = true;
                    return true;
                }
                turns.rest();
                alarm.set(parting.broken() ? Alarm.NEVER : deadlines.next(talk.served()));
                return false;
            }
        }
        say(compression.garbled() ? talk.protocol().farewell(talk.greeted(), Farewell.GARBLED) : "");
        return true;
    }

    /** Whether the client has taken as much as somebody waits for. Under the lock. */
    private boolean ripe() {
        boolean all = deadlines.turnHeld() || parting.speaking() || (talk.served() && wishes.drains());
        boolean some = wishes.blocked() || out.more();
        return !parting.broken() && ((all && out.pending() == 0) || (some && out.hungry()));
    }

    /** Whether octets are wanted now. Under the lock, or by the owner. */
    private boolean hears() {
        return talk.served()
                && !parting.begun()
                && !handshake.awaited()
                && !compression.awaited()
                && wishes.hears()
                && !talk.leaving();
    }

    // ---- the end

    private void say(String farewell) {
        if (!farewell.isEmpty() && !handshake.awaited()) {
            out.line(farewell.replace('\r', ' ').replace('\n', ' '));
        }
        close();
    }

    private void close() {
        talk.release();
        wishes.forget();
        deadlines.wished();
        synchronized (turns) {
            parting.begin();
            inbox.clear();
        }
    }

    private boolean leave(long now) {
        if (out.flushed()) {
            parting.go(out.pending() == 0, inputEnded, deadlines, now);
        }
        return park(now);
    }

    /** The socket is closed: nobody comes again, for the turn is kept. */
    private void finish() {
        if (finished) {
            return;
        }
        finished = true;
        try {
            close();
            synchronized (turns) {
                alarm.cancel();
            }
            handshake.ended();
            calls.over();
            out.clear();
            visitor.end();
        } finally {
            ended.run();
        }
    }
}
