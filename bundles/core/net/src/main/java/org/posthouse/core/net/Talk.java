package org.posthouse.core.net;

import java.util.Optional;
import java.util.function.Consumer;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.plugin.GoneException;
import org.posthouse.core.net.log.Printable;
import org.posthouse.core.net.log.RareLog;
import org.posthouse.spi.protocol.Input;
import org.posthouse.spi.protocol.Output;
import org.posthouse.spi.protocol.ProtocolHandler.Conversation;
import org.posthouse.spi.protocol.ProtocolHandler.HandOver;
import org.posthouse.spi.protocol.Want;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who speaks over a connection: a conversation of one version of the protocol, or what it left for the next. Used by the connection's owner. */
final class Talk {
    private static final Logger LOG = LoggerFactory.getLogger(Talk.class);
    private static final RareLog RARE = new RareLog(LOG);

    private final Runnable wake;
    private final Visitor visitor;
    private final Protocol protocol;
    private volatile Optional<Tenure> tenure = Optional.empty();
    private Optional<Conversation> conversation = Optional.empty();
    private Optional<HandOver> state = Optional.empty();
    private boolean greeted;

    /** @param wake the connection looks again: a version came or goes */
    Talk(Runnable wake, Visitor visitor, Protocol protocol) {
        this.wake = wake;
        this.visitor = visitor;
        this.protocol = protocol;
    }

    Protocol protocol() {
        return protocol;
    }

    /** The version that serves now. Any thread. */
    String version() {
        return tenure.map(Tenure::version).orElse("");
    }

    boolean served() {
        return conversation.isPresent();
    }

    boolean greeted() {
        return greeted;
    }

    /** Whether the version that serves was asked to go. */
    boolean leaving() {
        Optional<Tenure> its = tenure;
        return its.isPresent() && its.get().leaving();
    }

    /**
     * Takes a seat with the version in charge, and begins there or goes on; false if there is none now: then the connection is woken
     * when there is.
     *
     * @param first given the first wish of a new conversation; of one that goes on its wish stands
     */
    boolean takeUp(Output out, Deadlines deadlines, long now, Consumer<Want> first) throws Over {
        if (!sit()) {
            deadlines.waitForSeat(now);
            if (deadlines.seatTooLate(now) || !protocol.installed()) {
                throw new Over(protocol.farewell(greeted, Farewell.REPLACED));
            }
            return false;
        }
        deadlines.seated();
        try {
            begin(out).ifPresent(first);
        } catch (GoneException e) {
            // Between its opening and its greeting: the next version opens another.
            conversation.ifPresent(this::forget);
            release();
        }
        return true;
    }

    private boolean sit() {
        tenure = join();
        if (tenure.isEmpty()) {
            protocol.await(wake);
            tenure = join();
        }
        if (tenure.isPresent()) {
            protocol.leave(wake);
            visitor.servedBy(tenure.get().edition());
        }
        return tenure.isPresent();
    }

    private Optional<Want> begin(Output out) throws Over, GoneException {
        Tenure mine = tenure.orElseThrow();
        return guard(() -> {
            if (!greeted) {
                Conversation fresh = mine.call(handler -> handler.open(visitor));
                conversation = Optional.of(fresh);
                Want first = mine.call(handler -> fresh.greet(out));
                greeted = true;
                return Optional.of(first);
            }
            HandOver left = state.orElseThrow();
            conversation = mine.call(handler -> handler.resume(visitor, left));
            state = Optional.empty();
            if (conversation.isEmpty()) {
                throw new Over(protocol.farewell(true, Farewell.REPLACED));
            }
            return Optional.empty();
        });
    }

    Want receive(Input input, Output out) throws Over, GoneException {
        Conversation mine = conversation.orElseThrow();
        Tenure its = tenure.orElseThrow();
        return guard(() -> {
            Want next = its.call(handler -> mine.receive(input, out));
            if (next == null) {
                throw new IllegalStateException("a conversation wishes nothing");
            }
            return next;
        });
    }

    /** The version goes: what the next one needs is asked for, everything else of it is let go. */
    void handOver() throws Over {
        Conversation mine = conversation.orElseThrow();
        try {
            state = mine.handOver().filter(left -> Plain.is(left.values()));
        } catch (RuntimeException | Error e) {
            LOG.warn("{} could not be handed over", visitor.id(), e);
        }
        forget(mine);
        release();
        if (state.isEmpty()) {
            throw new Over(protocol.farewell(greeted, Farewell.REPLACED));
        }
    }

    /** Lets go of the version and of its conversation. */
    void release() {
        Optional<Conversation> last = conversation;
        conversation = Optional.empty();
        try {
            last.ifPresent(Conversation::closed);
        } catch (RuntimeException | Error e) {
            LOG.warn("The end of conversation {} failed", visitor.id(), e);
        }
        Optional<Tenure> its = tenure;
        tenure = Optional.empty();
        its.ifPresent(version -> version.part(wake));
        protocol.leave(wake);
    }

    private void forget(Conversation gone) {
        visitor.forget(gone.getClass().getClassLoader());
    }

    private Optional<Tenure> join() {
        return protocol.tenure().filter(found -> found.join(wake));
    }

    private <R> R guard(Step<R> step) throws Over, GoneException {
        try {
            return step.go();
        } catch (MailException e) {
            RARE.info("{} ends with {}: {}", visitor.id(), e.status(), Printable.of(e));
            throw new Over(words(e.getMessage()));
        } catch (Over | GoneException e) {
            throw e;
        } catch (Throwable e) {
            if (RARE.info("{} failed in {} {}", visitor.id(), protocol.name(), version())) {
                LOG.error("A conversation failed", e);
            }
            throw new Over(protocol.farewell(greeted, Farewell.FAILED));
        }
    }

    private String words(String reason) throws GoneException {
        try {
            return tenure.orElseThrow().call(handler -> handler.farewell(greeted, reason));
        } catch (RuntimeException | Error e) {
            return protocol.farewell(greeted, Farewell.FAILED);
        }
    }

    /** A call of the version. */
    private interface Step<R> {
        R go() throws MailException, Over, GoneException;
    }
}
