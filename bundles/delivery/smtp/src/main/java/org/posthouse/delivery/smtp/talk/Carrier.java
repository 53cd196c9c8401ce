package org.posthouse.delivery.smtp.talk;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.log.Detail;
import org.posthouse.api.log.EventLog;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.delivery.smtp.hop.Hosts;
import org.posthouse.delivery.smtp.hop.NextHop;
import org.posthouse.spi.delivery.Delivery.Target;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a mail to the first of several hosts that takes it. Safe for threads. Closing it ends all that is under way, but for mails that
 * have been sent and only wait for the word on them.
 */
public final class Carrier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Carrier.class);
    private static final Status CONNECTION_LOST = new Status(4, 4, 2);
    private static final Status NO_ANSWER = new Status(4, 4, 1);
    /** RFC 3463 §3.5: mail system congestion. */
    private static final Status BUSY = new Status(4, 4, 5);

    private static final Duration BUSY_PAUSE = Duration.ofSeconds(30);

    private final Watch watch = new Watch();
    private final Hosts hosts;
    private volatile Terms terms;

    /** @param recipients so many in one transaction */
    private record Terms(Sessions sessions, int recipients) {}

    /** @param recipients so many in one transaction */
    public Carrier(Caller caller, Hosts hosts, Keeping keeping, int recipients) {
        this.hosts = hosts;
        this.terms = new Terms(new Sessions(caller, hosts, keeping, watch), recipients);
    }

    /** New mails go so; those under way go on as they began. One thread at a time. */
    public void change(Caller caller, Keeping keeping, int recipients) {
        Terms former = terms;
        terms = new Terms(new Sessions(caller, hosts, keeping, watch), recipients);
        former.sessions().retire();
    }

    /**
     * A verdict for each target.
     *
     * @param deadline when it must be over, by {@link System#nanoTime}
     * @param log of this mail
     */
    public Map<Target, Verdict> carry(
            List<NextHop> hops, Letter letter, List<Target> targets, long deadline, EventLog log) {
        return new Round(letter, targets, new Errand(deadline, log)).visit(hops);
    }

    @Override
    public void close() {
        terms.sessions().retire();
        watch.close();
    }

    /** One mail on its way from host to host, until each of its recipients has a verdict. */
    private final class Round {
        private final Sessions sessions;
        private final int recipients;
        private final Letter letter;
        private final Errand errand;
        private final List<Target> left;
        private final Map<Target, Verdict> verdicts = new HashMap<>();

        Round(Letter letter, List<Target> targets, Errand errand) {
            Terms now = terms;
            this.sessions = now.sessions();
            this.recipients = now.recipients();
            this.letter = letter;
            this.left = new ArrayList<>(targets);
            this.errand = errand;
        }

        Map<Target, Verdict> visit(List<NextHop> hops) {
            Optional<Verdict> failure = Optional.empty();
            try {
                for (NextHop hop : hops) {
                    if (!left.isEmpty() && errand.deadline() - System.nanoTime() > 0) {
                        failure = worse(failure, visit(hop));
                    }
                }
            } catch (MailException e) {
                // It cannot be read any more; who has it, has it.
                LOG.warn("{}: {}", letter.envelope().queueId(), e.getMessage(), e);
                failure = Optional.of(Verdict.of(e.status(), e.getMessage()));
            }
            Verdict rest = failure.orElse(Verdict.of(NO_ANSWER, "there was no time to try"));
            left.forEach(target -> verdicts.put(target, rest));
            return verdicts;
        }

        /** What is wrong with this host, if anything is. */
        private Optional<Verdict> visit(NextHop hop) throws MailException {
            Optional<String> silence = hosts.silence(hop);
            if (silence.isPresent()) {
                return Optional.of(Verdict.of(NO_ANSWER, silence.get() + " (a moment ago)"));
            }
            if (!hosts.enter(hop)) {
                String text = hop + ": there are enough connections to it";
                return Optional.of(new Verdict(BUSY, text, Optional.of(BUSY_PAUSE), false));
            }
            try {
                speak(hop);
                return Optional.empty();
            } catch (HostException e) {
                errand.log().tell(Detail.LOW, e.getMessage());
                return Optional.of(Verdict.of(e.status(), e.getMessage()));
            } finally {
                hosts.leave(hop);
            }
        }

        private void speak(NextHop hop) throws HostException, MailException {
            Optional<Session> waiting = sessions.waiting(hop, errand);
            if (waiting.isPresent()) {
                try {
                    send(waiting.get());
                    return;
                } catch (HostException e) {
                    // Perhaps it only was tired of waiting; a new session tells.
                    LOG.debug("{}", e.getMessage());
                }
            }
            send(sessions.open(hop, errand));
        }

        private void send(Session session) throws HostException, MailException {
            boolean clean = true;
            boolean between = false;
            try {
                while (clean && !left.isEmpty()) {
                    clean = transaction(session);
                }
                between = true;
            } catch (HostException e) {
                clean = false;
                between = true;
                throw e;
            } catch (IOException e) {
                throw new HostException(CONNECTION_LOST, session.say(Session.oneLine(e)), e);
            } finally {
                part(session, clean, between);
            }
            if (!left.isEmpty()) {
                throw new HostException(CONNECTION_LOST, session.say("it takes no more recipients"));
            }
        }

        private boolean transaction(Session session) throws IOException, HostException, MailException {
            Transaction transaction = new Transaction(session, letter);
            try {
                transaction.run(List.copyOf(left.subList(0, Math.min(recipients, left.size()))));
            } finally {
                verdicts.putAll(transaction.verdicts());
                left.removeIf(verdicts::containsKey);
            }
            return transaction.clean();
        }

        /** @param between whether it is between two commands: within a message, QUIT would be text */
        private void part(Session session, boolean clean, boolean between) {
            if (!between) {
                session.wire().close();
            } else if (clean) {
                sessions.keep(session);
            } else {
                session.quit();
            }
        }
    }

    /** As long as one host may take it later, it is not refused. */
    private static Optional<Verdict> worse(Optional<Verdict> before, Optional<Verdict> now) {
        return before.filter(verdict -> verdict.status().temporary()).or(() -> now);
    }
}
