package org.posthouse.delivery.smtp.talk;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import org.posthouse.api.mail.Status;
import org.posthouse.delivery.smtp.hop.Hosts;
import org.posthouse.delivery.smtp.hop.NextHop;
import org.posthouse.delivery.smtp.hop.Tls;

/** Sessions with other hosts: new ones, and those that wait a moment for the next mail. Safe for threads. */
final class Sessions {
    private static final Status NO_ANSWER = new Status(4, 4, 1);
    /** A failure that took so long is remembered. */
    private static final long SLOW_NANOS = Duration.ofSeconds(2).toNanos();

    private final Caller caller;
    private final Hosts hosts;
    private final Keeping keeping;
    private final Watch watch;
    private final Map<NextHop, Deque<Idle>> idle = new HashMap<>();
    private int kept;
    private boolean retired;

    private record Idle(Session session, ScheduledFuture<?> end) {}

    Sessions(Caller caller, Hosts hosts, Keeping keeping, Watch watch) {
        this.caller = caller;
        this.hosts = hosts;
        this.keeping = keeping;
        this.watch = watch;
    }

    /** One that has waited, if there is one. */
    Optional<Session> waiting(NextHop hop, Errand errand) {
        while (true) {
            Idle next;
            synchronized (this) {
                Deque<Idle> its = idle.get(hop);
                if (its == null) {
                    return Optional.empty();
                }
                next = its.removeLast();
                kept--;
                if (its.isEmpty()) {
                    idle.remove(hop);
                }
            }
            next.end().cancel(false);
            if (!next.session().wire().stale()) {
                next.session().wire().renew(errand);
                return Optional.of(next.session());
            }
            next.session().wire().close();
        }
    }

    /** A new one, ready for MAIL. */
    Session open(NextHop hop, Errand errand) throws HostException {
        long start = System.nanoTime();
        try {
            return openAsItCan(hop, errand);
        } catch (IOException e) {
            String text = hop + ": " + Session.oneLine(e);
            if (System.nanoTime() - start > SLOW_NANOS) {
                hosts.silent(hop, text);
            }
            throw new HostException(NO_ANSWER, text, e);
        }
    }

    private Session openAsItCan(NextHop hop, Errand errand) throws IOException, HostException {
        boolean optional = hop.tls() == Tls.MAY && !hop.needsTls() && !hop.implicitTls();
        try {
            return open(hop, errand, !hosts.tlsIsBroken(hop));
        } catch (Session.TlsException e) {
            if (!optional) {
                throw e;
            }
            hosts.tlsBroken(hop);
            return open(hop, errand, false);
        }
    }

    private Session open(NextHop hop, Errand errand, boolean secure) throws IOException, HostException {
        InetSocketAddress to = new InetSocketAddress(hop.address(), hop.port());
        Wire wire = Wire.connect(to, caller.from(), caller.times().connect(), errand, watch);
        boolean open = false;
        try {
            Session session = new Session(hop, wire, caller);
            session.open(secure);
            open = true;
            return session;
        } finally {
            if (!open) {
                wire.close();
            }
        }
    }

    /** It waits for another mail, for a moment, if there is room. */
    void keep(Session session) {
        session.used();
        try {
            synchronized (this) {
                if (!retired && kept < keeping.sessions() && session.mails() < keeping.mails()) {
                    ScheduledFuture<?> end = watch.in(keeping.time(), () -> expire(session));
                    idle.computeIfAbsent(session.hop(), hop -> new ArrayDeque<>())
                            .add(new Idle(session, end));
                    kept++;
                    return;
                }
            }
        } catch (IOException e) {
            // Delivery ends; so does the session.
        }
        session.quit();
    }

    private void expire(Session session) {
        synchronized (this) {
            Deque<Idle> its = idle.getOrDefault(session.hop(), new ArrayDeque<>());
            if (!its.removeIf(each -> each.session().equals(session))) {
                return;
            }
            kept--;
            if (its.isEmpty()) {
                idle.remove(session.hop());
            }
        }
        part(session);
    }

    /** Those that wait end, and no other will: those under way end when they are through. */
    void retire() {
        List<Idle> waiting;
        synchronized (this) {
            retired = true;
            waiting = idle.values().stream().flatMap(Deque::stream).toList();
            idle.clear();
            kept = 0;
        }
        for (Idle each : waiting) {
            each.end().cancel(false);
            part(each.session());
        }
    }

    /** Says goodbye where nobody waits for it: a host that does not read would hold up the watch itself. */
    private void part(Session session) {
        if (!watch.aside(session::quit)) {
            session.wire().close();
        }
    }
}
