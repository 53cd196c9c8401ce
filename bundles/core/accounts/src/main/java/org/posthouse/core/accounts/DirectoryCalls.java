package org.posthouse.core.accounts;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.api.plugin.Breaker;
import org.posthouse.api.plugin.GoneException;
import org.posthouse.api.plugin.Occupant;
import org.posthouse.api.plugin.Seat;
import org.posthouse.lib.guard.Guard;
import org.posthouse.lib.guard.GuardLimits;
import org.posthouse.lib.guard.Guards;
import org.posthouse.lib.guard.NotCalledException;
import org.posthouse.lib.guard.OverdueException;
import org.posthouse.spi.directory.DirectoryBackend;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls into directories, each behind guards: one for what mail and logins wait for, one for administration, which may take long. Whatever
 * goes wrong is a failure of the directory, for now.
 */
final class DirectoryCalls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryCalls.class);
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final int ATTEMPTS = 3;
    /** Of administration: an import of many accounts is one call. */
    private static final GuardLimits PATIENT = new GuardLimits(
            Duration.ofMinutes(10),
            Duration.ofMinutes(10),
            GuardLimits.FEW,
            GuardLimits.FEW,
            GuardLimits.MOST_FAILURES,
            Duration.ofSeconds(5),
            Duration.ofMinutes(1));

    private static final String CHANGE = "change";

    private final Guards brisk;
    private final Guards patient;

    DirectoryCalls(Supplier<GuardLimits> limits, Clock clock) {
        brisk = new Guards("directory", limits, DirectoryCalls::answers, clock);
        patient = new Guards("directory-change", () -> PATIENT, MailException.class::isInstance, clock);
    }

    /** That something cannot be is an answer; that it cannot be told is none. */
    private static boolean answers(Throwable failure) {
        return failure instanceof MailException mail && !mail.temporary();
    }

    void changed(Seat<DirectoryBackend> seat) {
        brisk.changed(seat);
        patient.changed(seat);
    }

    /** What mail or a login waits for. */
    <T> T ask(Seat<DirectoryBackend> seat, String kind, Directories.Call<T> call) throws MailException {
        return call(seat, brisk, kind, call);
    }

    /** What an administrator waits for; not made while the directory fails what mail waits for. */
    <T> T manage(Seat<DirectoryBackend> seat, Directories.Call<T> call) throws MailException {
        Optional<Occupant<DirectoryBackend>> version = seat.current();
        if (version.isPresent() && brisk.of(seat, version.get()).breaker().state() != Breaker.State.CLOSED) {
            throw MailException.notNow("the directory does not answer at present: see 'posthouse plugin list'");
        }
        return call(seat, patient, CHANGE, call);
    }

    private static <T> T call(Seat<DirectoryBackend> seat, Guards guards, String kind, Directories.Call<T> call)
            throws MailException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Occupant<DirectoryBackend>> pinned = seat.pin(GRACE);
            if (pinned.isEmpty()) {
                break;
            }
            try (Occupant<DirectoryBackend> occupant = pinned.get()) {
                return call(guards.of(seat, occupant), occupant, kind, call);
            } catch (GoneException e) {
                // The next version is asked instead.
            }
        }
        // One that is switched off is away for longer than a moment.
        throw MailException.notNow(seat.expected() ? "the directory is away for a moment" : "the directory is away");
    }

    private static <T> T call(Guard guard, Occupant<DirectoryBackend> directory, String kind, Directories.Call<T> call)
            throws MailException, GoneException {
        try {
            return guard.call(kind, () -> directory.call(call::on));
        } catch (GoneException | MailException e) {
            throw e;
        } catch (NotCalledException e) {
            throw MailException.notNow("the directory does not answer at present", e);
        } catch (OverdueException e) {
            // A change may have been made all the same.
            throw new MailException(
                    kind.equals(CHANGE) ? MailException.Kind.UNKNOWN : MailException.Kind.RETRY,
                    Status.NOT_NOW,
                    "the directory does not answer",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw MailException.notNow("the server is ending", e);
        } catch (Exception | Error e) {
            if (guard.complains()) {
                LOG.warn("{} {} failed", directory.plugin(), directory.version(), e);
            }
            throw MailException.notNow("the directory has failed", e);
        }
    }

    /** Those that mail waits for; of administration only if there is something to say. */
    List<Breaker> breakers() {
        List<Breaker> all = new ArrayList<>(brisk.breakers());
        patient.breakers().stream()
                .filter(each -> each.state() != Breaker.State.CLOSED)
                .forEach(all::add);
        return all;
    }

    @Override
    public void close() {
        brisk.close();
        patient.close();
    }
}
