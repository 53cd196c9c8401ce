package org.posthouse.store.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Flaw;
import org.posthouse.api.store.StoreOp;
import org.posthouse.lib.disk.Alarms;
import org.posthouse.lib.store.AccountState;
import org.posthouse.lib.store.Box;
import org.posthouse.lib.store.Columns;
import org.posthouse.lib.store.Failures;
import org.posthouse.lib.store.MessagesCheck;
import org.posthouse.lib.store.Round;
import org.posthouse.lib.store.Shelf;
import org.posthouse.lib.store.Standing;

/** Compares an account's records with each other, with what is in memory, and with its messages. For one thread. */
final class AccountCheck {
    private static final int ATTEMPTS = 5;
    /** In what is told of an account that has lost something for good. */
    private static final String LOST = " has lost ";

    private static final Pattern DAMAGE = Pattern.compile("segment ([0-9]+) is damaged at octet ([0-9]+)");

    private final Shard shard;
    private final Line line;
    private final Round round;
    private final boolean repair;
    /** What has been told, and places of which all has been told. */
    private final Set<String> told = new HashSet<>();

    AccountCheck(Shard shard, Line line, Round round, boolean repair) {
        this.repair = repair;
        this.shard = shard;
        this.line = line;
        this.round = round;
    }

    /** @param places where records are damaged that need not be told again, in the words of {@link Soundness#where} */
    void run(Set<String> places) throws MailException, Round.EndedException {
        told.addAll(places);
        Reading reading = told(reading());
        if (reading.standing.isEmpty()) {
            return;
        }
        try (Shelf shelf = new LogShelf(shard, line.account())) {
            MessagesCheck check = new MessagesCheck(line.account(), shelf, round);
            List<MessagesCheck.Unsound> unsound =
                    check.run(reading.standing.get().boxes());
            if (repair) {
                check.repair(unsound, this::cut);
            } else {
                check.tell(unsound);
            }
        } catch (IOException failure) {
            throw Failures.notNow(failure);
        }
    }

    /** Counts anew; what was wrong is told, and set right. */
    void recount() throws MailException, Round.EndedException {
        Reading reading = told(reading());
        if (reading.standing.isPresent()) {
            reading.standing.get().count(round);
        }
    }

    /** What is wrong by these records; as they are afterwards. */
    private Reading told(Reading reading) throws MailException, Round.EndedException {
        if (!repair || reading.flaws.isEmpty()) {
            reading.flaws.forEach(this::tell);
            return reading;
        }
        if (reading.copy.maimed()) {
            Rebuilding rebuilding = new Rebuilding(shard, line, round);
            rebuilding.run();
            rebuilding.flaws().forEach(flaw -> told.add(flaw.what()));
        } else {
            line.alone(() -> {
                setRight(reading);
                return true;
            });
        }
        Reading again = reading();
        boolean restored = again.messages() > reading.messages();
        for (Flaw flaw : reading.flaws) {
            boolean right = again.flaws.isEmpty() && (restored || !reading.losses.contains(flaw));
            if (!isTold(flaw)) {
                round.found(right ? flaw.asMended("set right") : flaw);
            }
        }
        return again;
    }

    private void tell(Flaw flaw) {
        if (!isTold(flaw)) {
            round.found(flaw);
        }
    }

    private boolean isTold(Flaw flaw) {
        Matcher damage = DAMAGE.matcher(flaw.what());
        if (damage.lookingAt() && told.contains("segment " + damage.group(1) + " octet " + damage.group(2))) {
            return true;
        }
        return !told.add(flaw.what());
    }

    /** While no commit of the account is under way. */
    private void setRight(Reading reading) throws MailException {
        reading.doubts().forEach(line::doubt);
        AccountState state = shard.loader().state(line);
        for (Box box : state.boxes()) {
            shard.loader().open(line, box.id());
        }
        state = shard.loader().state(line);
        for (Box box : state.boxes()) {
            Columns columns = box.index().orElseThrow().columns();
            int last = columns.count() - 1;
            long next = Math.max(box.uidNext(), last < 0 ? 1 : columns.uid(last) + 1);
            state = state.with(box.withUidNext(next)
                    .withCounts(columns.count(), columns.octets())
                    .withIndex(box.index().get()));
        }
        line.moved(state);
        Scribe.write(shard, line, Mover.none(shard));
    }

    /** As a client does it, so that those who are connected see it go. */
    private void cut(Box box, long uid) throws MailException {
        StoreOp expunge = new StoreOp.Expunge(box.id(), new long[] {uid});
        var unused = shard.commit(
                line.account(), new Request.Order("care-" + UUID.randomUUID(), Optional.empty(), List.of(expunge)));
    }

    /** Nobody is kept waiting while records are being moved and it looks again, but for the last time. */
    private Reading reading() throws MailException {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            Reading reading = readNow();
            if (reading.stands()) {
                return reading;
            }
        }
        return line.alone(this::readNow);
    }

    private Reading readNow() {
        Optional<AccountState> memory = line.durable();
        Reading reading = new Reading();
        reading.read(memory);
        return reading;
    }

    /** What its records tell, apart from what is in memory. */
    private final class Reading {
        private final Line.Whereabouts where = line.whereabouts();
        private final Line copy = new Line(line.account());
        private final List<Flaw> flaws = new ArrayList<>();
        private final List<Flaw> losses = new ArrayList<>();
        private Optional<Standing> standing = Optional.empty();

        /** Whether its records still lie where they were, but for new ones. */
        boolean stands() {
            return line.whereabouts().record() == where.record();
        }

        void read(Optional<AccountState> memory) {
            copy.recall(where);
            Alarms heard = new Alarms(shard.clock());
            String lost = "account " + line.account() + LOST;
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
            for (String trouble : heard.troubles()) {
                String what = trouble.replaceFirst("^store: ", "");
                flaw(what.startsWith(lost) ? "it" + LOST + what.substring(lost.length()) : what);
                if (what.contains(LOST)) {
                    losses.add(flaws.get(flaws.size() - 1));
                }
            }
        }

        /** How many messages could be read. */
        long messages() {
            return standing.stream()
                    .flatMap(stands -> stands.boxes().stream())
                    .mapToLong(box -> box.index().orElseThrow().columns().count())
                    .sum();
        }

        /** Mailboxes of which a copy of the columns cannot be read. */
        List<Long> doubts() {
            return copy.kept().keySet().stream().filter(copy::isDoubtful).toList();
        }

        private void flaw(String what) {
            flaws.add(new Flaw(Flaw.Kind.WRONG_INDEX, Flaw.Where.of(line.account()), what, false));
        }
    }
}
