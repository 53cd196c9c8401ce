package org.posthouse.store.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Flaw;
import org.posthouse.lib.disk.Alarms;
import org.posthouse.lib.store.AccountState;
import org.posthouse.lib.store.Box;
import org.posthouse.lib.store.Failures;
import org.posthouse.lib.store.MessagesCheck;
import org.posthouse.lib.store.Round;
import org.posthouse.lib.store.Shelf;
import org.posthouse.lib.store.Standing;

/** Compares an account's records with each other, with what is in memory, and with its messages. For one thread. */
final class AccountCheck {
    private static final int ATTEMPTS = 5;

    private final Shard shard;
    private final Line line;
    private final Round round;

    AccountCheck(Shard shard, Line line, Round round) {
        this.shard = shard;
        this.line = line;
        this.round = round;
    }

    void run() throws MailException, Round.EndedException {
        Reading reading = reading();
        reading.flaws.forEach(round::found);
        if (reading.standing.isEmpty()) {
            return;
        }
        try (Shelf shelf = new LogShelf(shard, line.account())) {
            MessagesCheck check = new MessagesCheck(line.account(), shelf, round);
            for (MessagesCheck.Unsound unsound :
                    check.run(reading.standing.get().boxes())) {
                round.found(check.flaw(unsound));
            }
        } catch (IOException failure) {
            throw Failures.notNow(failure);
        }
    }

    /** Nobody is kept waiting; while records are being moved it looks again. */
    private Reading reading() {
        for (int attempt = 1; ; attempt++) {
            Optional<AccountState> memory = line.durable();
            Reading reading = new Reading();
            reading.read(memory);
            if (reading.stands() || attempt == ATTEMPTS) {
                return reading;
            }
        }
    }

    /** What its records tell, apart from what is in memory. */
    private final class Reading {
        private final Line.Whereabouts where = line.whereabouts();
        private final Line copy = new Line(line.account());
        private final List<Flaw> flaws = new ArrayList<>();
        private Optional<Standing> standing = Optional.empty();

        /** Whether its records still lie where they were, but for new ones. */
        boolean stands() {
            return line.whereabouts().record() == where.record();
        }

        void read(Optional<AccountState> memory) {
            copy.recall(where);
            Alarms heard = new Alarms(shard.clock());
            Loader loader = new Loader(shard.log(), heard);
            try (LogReader reader = new LogReader(shard.log())) {
                AccountState told = loader.state(copy);
                List<Box> boxes = new ArrayList<>();
                for (Box box : told.boxes()) {
                    boxes.add(box.withIndex(loader.index(copy, copy.kept(), box, reader)));
                }
                Standing stands = new Standing(line.account(), told.modSeq(), boxes);
                memory.ifPresent(stands::compare);
                flaws.addAll(stands.flaws());
                standing = Optional.of(stands);
            } catch (IOException | MailException | RuntimeException failure) {
                Throwable cause = failure.getCause() == null ? failure : failure.getCause();
                flaw("its records cannot be read: " + cause.getMessage());
            }
            heard.troubles().forEach(this::flaw);
        }

        private void flaw(String what) {
            flaws.add(new Flaw(Flaw.Kind.WRONG_INDEX, Flaw.Where.of(line.account()), what, false));
        }
    }
}
