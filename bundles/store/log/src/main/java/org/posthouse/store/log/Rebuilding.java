package org.posthouse.store.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.CareReport;
import org.posthouse.api.store.Flaw;
import org.posthouse.lib.store.AccountState;
import org.posthouse.lib.store.Box;
import org.posthouse.lib.store.Columns;
import org.posthouse.lib.store.Failures;
import org.posthouse.lib.store.Round;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes all that is known of an account anew from its records in the segments, and writes it. For one thread. */
final class Rebuilding {
    private static final Logger LOG = LoggerFactory.getLogger(Rebuilding.class);

    private final Shard shard;
    private final Line line;
    private final Round round;
    private final List<Flaw> flaws = new ArrayList<>();

    Rebuilding(Shard shard, Line line, Round round) {
        this.shard = shard;
        this.line = line;
        this.round = round;
    }

    /** What it has told. */
    List<Flaw> flaws() {
        return List.copyOf(flaws);
    }

    void run() throws MailException, Round.EndedException {
        Records records = new Records(shard, line.account());
        records.readSealed(round);
        Held held = new Held();
        line.alone(() -> {
            // What is found may be what the account does not hold any more.
            shard.segmentsStay().lock();
            try {
                held.run(records);
            } finally {
                shard.segmentsStay().unlock();
            }
            return true;
        });
        if (held.ended) {
            throw new Round.EndedException();
        }
    }

    /** What is done while no commit of the account is under way. */
    private final class Held {
        private boolean ended;

        void run(Records records) throws MailException {
            try (LogReader reader = new LogReader(shard.log())) {
                records.readRest(round);
                Salvage salvage = new Salvage(shard, line, reader);
                AccountState state = notBefore(former(), salvage.account(records));
                if (state.key() != 0) {
                    keep(state, salvage.operations());
                }
                flaws.addAll(salvage.flaws());
                flaws.forEach(round::found);
            } catch (Round.EndedException enough) {
                ended = true;
            } catch (IOException failure) {
                throw Failures.notNow(failure);
            }
        }

        /** As it is taken to be so far; nothing if that cannot be told at all. */
        private AccountState former() {
            try {
                return shard.loader().state(line);
            } catch (MailException unreadable) {
                LOG.debug("account {} is made of what is found alone", line.account(), unreadable);
                return AccountState.NONE;
            }
        }

        /** Numbers never go back, whatever could not be found, RFC 3501 §2.3.1.1 and RFC 7162 §3.1. */
        private AccountState notBefore(AccountState former, AccountState found) {
            if (former.key() == 0) {
                return found;
            }
            if (found.key() == 0) {
                return AccountState.of(
                        former.key(), former.modSeq(), former.uidValidity(), List.of(), former.subscribed());
            }
            AccountState state = found.with(
                    found.key(),
                    Math.max(found.modSeq(), former.modSeq()),
                    Math.max(found.uidValidity(), former.uidValidity()),
                    found.subscribed());
            for (Box box : found.boxes()) {
                Optional<Box> known = former.find(box.id()).filter(same -> same.key() == box.key());
                if (known.isPresent()) {
                    Box raised = box.withNumbers(
                            Math.max(box.uidNext(), known.get().uidNext()),
                            Math.max(box.modSeq(), known.get().modSeq()));
                    state = state.with(raised.withIndex(box.index().orElseThrow()));
                }
            }
            return state;
        }

        private void keep(AccountState state, Operations operations) throws MailException, IOException {
            Collection<Long> leans = leans(state);
            putAside(state, leans);
            line.rebuilt(state, operations, leans);
            Scribe.write(shard, line, Mover.none(shard));
            for (Box box : state.boxes()) {
                round.count(new CareReport(box.messages(), box.octets()));
            }
        }

        /** The messages that those of the account lean on. */
        private Collection<Long> leans(AccountState state) {
            List<Long> overlays = state.boxes().stream()
                    .flatMap(box -> box.index().stream())
                    .flatMap(index -> Arrays.stream(Mover.contents(index.columns()))
                            .filter(Positions::isOverlay)
                            .distinct()
                            .boxed())
                    .sorted()
                    .toList();
            return Leaning.read(shard, overlays).values();
        }

        /** Files of messages that are not to be had any more are not thrown away. */
        private void putAside(AccountState state, Collection<Long> leans) throws IOException {
            Set<Long> lost = new HashSet<>(line.whereabouts().held().files());
            for (Box box : state.boxes()) {
                Columns columns = box.index().orElseThrow().columns();
                for (int i = 0; i < columns.count(); i++) {
                    if (Positions.inFile(columns.content(i))) {
                        lost.remove(Positions.file(columns.content(i)));
                    }
                }
            }
            leans.forEach(lean -> lost.remove(-lean));
            lost.removeIf(file ->
                    shard.directory().lines().stream().anyMatch(other -> other != line && other.holdsFile(file)));
            for (long file : lost) {
                if (shard.files().isThere(file)) {
                    String what = shard.files().path(file) + " is of no message: put aside as "
                            + shard.files().putAside(file);
                    round.found(new Flaw(Flaw.Kind.ORPHAN, Flaw.Where.of(line.account()), what, true));
                }
            }
        }
    }
}
