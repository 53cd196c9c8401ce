package org.posthouse.core.mailstore;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.MailException.Kind;
import org.posthouse.api.plugin.GoneException;
import org.posthouse.api.plugin.Occupant;
import org.posthouse.api.plugin.Seat;
import org.posthouse.api.plugin.SeatRow;
import org.posthouse.api.plugin.Seats;
import org.posthouse.spi.store.StoreBackend;

/**
 * Calls into the store, whichever version is in its seat. A call that finds its version gone is made to the next one; so is one that a
 * leaving version has put off, as it has changed nothing, or carries an operation id.
 */
final class Stores implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final int ATTEMPTS = 3;

    private final SeatRow<StoreBackend> row;

    /** A call into a store. */
    @FunctionalInterface
    interface Call<T> {
        T on(StoreBackend store) throws MailException;
    }

    /** Tells when the store has come, gone, or been replaced. */
    Stores(Seats seats, Runnable changed) {
        row = seats.open(StoreBackend.class, seat -> changed.run());
    }

    <T> T call(Call<T> call) throws MailException {
        List<Seat<StoreBackend>> seats = row.seats();
        if (seats.isEmpty()) {
            throw MailException.notNow("There is no store");
        }
        for (int attempt = 1; ; attempt++) {
            Optional<Occupant<StoreBackend>> pinned = seats.get(0).pin(GRACE);
            if (pinned.isEmpty()) {
                throw MailException.notNow("The store is away for a moment");
            }
            try (Occupant<StoreBackend> occupant = pinned.get()) {
                try {
                    return occupant.call(call::on);
                } catch (GoneException gone) {
                    if (attempt == ATTEMPTS) {
                        throw MailException.notNow("The store is away for a moment", gone);
                    }
                } catch (MailException failure) {
                    if (attempt == ATTEMPTS || !occupant.leaving() || !open(failure.kind())) {
                        throw failure;
                    }
                }
            }
        }
    }

    private static boolean open(Kind kind) {
        return kind == Kind.RETRY || kind == Kind.UNKNOWN;
    }

    @Override
    public void close() {
        row.close();
    }
}
