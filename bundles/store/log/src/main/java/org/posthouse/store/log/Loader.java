package org.posthouse.store.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Committed;
import org.posthouse.lib.disk.Alarms;
import org.posthouse.lib.segments.DamagedException;
import org.posthouse.lib.segments.FieldReader;
import org.posthouse.lib.segments.SegmentLog;
import org.posthouse.lib.store.AccountState;
import org.posthouse.lib.store.Box;
import org.posthouse.lib.store.Change;
import org.posthouse.lib.store.Columns;
import org.posthouse.lib.store.Failures;
import org.posthouse.lib.store.FlagTable;
import org.posthouse.lib.store.History;
import org.posthouse.lib.store.Index;
import org.posthouse.lib.store.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings accounts and mailboxes into memory: what was written of them whole, and the commits since then. Safe for threads. */
final class Loader {
    private static final Logger LOG = LoggerFactory.getLogger(Loader.class);

    private final SegmentLog log;
    private final Alarms alarms;
    private final Consumer<Line> mend;

    Loader(SegmentLog log, Alarms alarms) {
        this(log, alarms, line -> LOG.debug("account {} is only looked at", line.account()));
    }

    /** @param mend is told of accounts that are to be written anew */
    Loader(SegmentLog log, Alarms alarms, Consumer<Line> mend) {
        this.log = log;
        this.alarms = alarms;
        this.mend = mend;
    }

    /** The account's state, read if it is not in memory. While no commit of it is under way. */
    AccountState state(Line line) throws MailException {
        Optional<AccountState> known = line.durable();
        if (known.isEmpty()) {
            try (LogReader reader = new LogReader(log)) {
                load(line, tail(line, reader));
            } catch (IOException | RuntimeException failure) {
                throw damaged("account " + line.account() + " cannot be read", failure);
            }
        }
        return line.durable().orElseThrow();
    }

    /** A commit since the account was written whole; empty if it cannot be read, or is gone with its segment. */
    private record Told(long position, Optional<CommitRecord> commit, boolean gone) {}

    /** All of them, and where else to read. */
    private record Tail(List<Told> commits, LogReader reader) {}

    private Tail tail(Line line, LogReader reader) throws IOException {
        List<Told> commits = new ArrayList<>();
        for (long position : line.whereabouts().tail()) {
            commits.add(told(reader, position));
        }
        return new Tail(commits, reader);
    }

    private void load(Line line, Tail tail) {
        Line.Whereabouts where = line.whereabouts();
        Operations operations = new Operations();
        Map<Long, Kept> kept = new HashMap<>();
        Optional<AccountRecord> record = record(line, where, tail.reader());
        for (AccountRecord known : record.stream().toList()) {
            known.boxes().forEach(box -> kept.put(box.box().key(), box));
            for (Operations.Run run : known.operations()) {
                operations.add(run);
            }
        }
        Rebuilt rebuilt = new Rebuilt(record.map(AccountRecord::state).orElse(AccountState.NONE), true);
        List<Long> leans = new ArrayList<>();
        Set<Long> gone = new TreeSet<>();
        for (Told told : tail.commits()) {
            if (told.commit().isEmpty()) {
                rebuilt.missed(told.gone() ? Rebuilt.MANY : 1);
                if (told.gone()) {
                    gone.add(Positions.segment(told.position()));
                }
                continue;
            }
            CommitRecord commit = told.commit().get();
            if (rebuilt.take(commit)) {
                kept.clear();
                operations = new Operations();
            }
            leans.addAll(commit.leans());
            for (Change.Done done : commit.done().stream().toList()) {
                operations.add(done.operationId(), told.position(), done.at());
            }
        }
        gone.forEach(number -> maimed(line, "what was changed in segment " + number + ", which is missing"));
        AccountState state = rebuilt.finish();
        if (!rebuilt.losses().isEmpty() || rebuilt.leapt()) {
            rebuilt.losses().forEach(what -> tell("account " + line.account() + " has lost " + what));
            for (Box box : state.boxes()) {
                state = state.with(counted(box, index(line, kept, box, tail)));
            }
        }
        line.learn(state, kept, operations, leans);
    }

    /** The account as it was written whole, from whichever copy can be read; empty if it never was, or neither can. */
    private Optional<AccountRecord> record(Line line, Line.Whereabouts where, LogReader reader) {
        for (long position : new long[] {where.record(), where.twin()}) {
            try {
                if (position != 0) {
                    return Optional.of(AccountRecord.decode(
                            reader.fields(position, Kind.ACCOUNT), saved -> AccountRecord.saved(saved, reader)));
                }
            } catch (IOException | RuntimeException failure) {
                doubt(line, 0, position, failure);
            }
        }
        if (where.record() != 0) {
            maimed(line, "all that was not changed lately");
        }
        return Optional.empty();
    }

    /** A copy of something cannot be read: a copy of its segment is kept, and the account is written anew. */
    private void doubt(Line line, long mailbox, long position, Exception failure) {
        LOG.error("account {}: {}", line.account(), failure.toString());
        String what = "segment " + Positions.segment(position)
                + (failure instanceof GoneException
                        ? " is missing"
                        : " is damaged at octet " + Positions.offset(position));
        try {
            tell(log.quarantine(Positions.segment(position), Positions.offset(position))
                    .orElse(what));
        } catch (IOException full) {
            tell(what + ", and no copy of it could be kept: " + full.getMessage());
        }
        line.doubt(mailbox);
        mend.accept(line);
    }

    private void maimed(Line line, String what) {
        line.maim();
        tell("account " + line.account() + " has lost " + what
                + "; nothing more is freed before posthouse store rebuild " + line.account());
    }

    /** The commit at this position, if it can be read; if it is damaged, a copy is kept. */
    private Told told(LogReader reader, long position) throws IOException {
        try {
            CommitRecord commit = CommitRecord.decode(reader.fields(position, Kind.COMMIT));
            return new Told(position, Optional.of(commit), false);
        } catch (GoneException gone) {
            LOG.debug("a commit is missed", gone);
            return new Told(position, Optional.empty(), true);
        } catch (DamagedException damage) {
            LOG.debug("a commit is passed over", damage);
            log.quarantine(Positions.segment(position), Positions.offset(position))
                    .ifPresent(this::tell);
            return new Told(position, Optional.empty(), false);
        }
    }

    private void tell(String what) {
        LOG.error("{}", what);
        alarms.raise("store: " + what);
    }

    /** Brings a mailbox's messages into memory if it is there. While no commit of the account is under way. */
    void open(Line line, String mailboxId) throws MailException {
        if (line.durable().isPresent() && closed(line, mailboxId).isEmpty()) {
            return;
        }
        try (LogReader reader = new LogReader(log)) {
            Tail tail = tail(line, reader);
            if (line.durable().isEmpty()) {
                load(line, tail);
            }
            closed(line, mailboxId).ifPresent(box -> open(line, box, tail));
        } catch (IOException | RuntimeException failure) {
            throw damaged("account " + line.account() + " mailbox " + mailboxId + " cannot be read", failure);
        }
    }

    /** The mailbox if it is there and its messages are not in memory. */
    private static Optional<Box> closed(Line line, String mailboxId) {
        return line.durable().flatMap(state -> state.find(mailboxId)).filter(box -> box.index()
                .isEmpty());
    }

    private void open(Line line, Box box, Tail tail) {
        Index index = index(line, line.kept(), box, tail);
        int there = index.columns().count();
        if (there != box.messages()) {
            tell("account " + line.account() + " mailbox " + box.name() + " has " + there + " messages and should have "
                    + box.messages());
        }
        line.opened(counted(box, index).withIndex(index));
    }

    /** With the counts of the messages that are there. */
    private static Box counted(Box box, Index index) {
        Columns columns = index.columns();
        if (columns.count() == box.messages()) {
            return box;
        }
        long octets = 0;
        for (int i = 0; i < columns.count(); i++) {
            octets += columns.size(i);
        }
        return box.withCounts(columns.count(), octets);
    }

    /** The messages of a mailbox as these records tell them. */
    Index index(Line line, Map<Long, Kept> known, Box box, LogReader reader) throws IOException {
        return index(line, known, box, tail(line, reader));
    }

    private Index index(Line line, Map<Long, Kept> known, Box box, Tail tail) {
        FlagTable table = new FlagTable();
        Kept kept = known.get(box.key());
        Columns columns = kept == null ? Columns.EMPTY : columns(line, kept, table, tail.reader());
        Index index = new Index(columns, table, History.from(box.modSeq()));
        for (Told told : tail.commits()) {
            if (told.commit().isPresent()) {
                CommitRecord commit = told.commit().get();
                for (Change change : commit.changes()) {
                    index = Replay.index(index, box.key(), change, commit.modSeq());
                }
            }
        }
        table.settle();
        return index;
    }

    /** The messages of a mailbox as they were written whole, as far as they can be read. */
    Columns columns(Line line, Kept kept, FlagTable table, LogReader reader) {
        List<Columns> parts = new ArrayList<>();
        for (int i = 0; i < kept.parts().length; i++) {
            Optional<Run> run = run(line, kept, i, reader);
            if (run.isEmpty()) {
                maimed(line, "messages of mailbox " + kept.box().name());
                continue;
            }
            int[] flags = run.get().flags().stream().mapToInt(table::number).toArray();
            parts.add(Columns.read(ByteBuffer.wrap(run.get().columns()), number -> flags[number]));
        }
        if (parts.size() == kept.parts().length && kept.cuts().isEmpty()) {
            line.cut(
                    kept,
                    parts.stream().map(part -> Cut.of(part, 0, part.count())).toList());
        }
        return Columns.joined(parts);
    }

    /** Some messages of a mailbox, with the flags they have by number. */
    private record Run(List<String> flags, byte[] columns) {
        static Run at(long position, LogReader reader) throws IOException {
            FieldReader fields = reader.fields(position, Kind.COLUMNS);
            fields.level(Kind.LEVEL);
            List<String> flags = new ArrayList<>();
            for (long left = fields.number(); left > 0; left--) {
                flags.add(fields.text());
            }
            return new Run(flags, reader.content(position));
        }
    }

    /** From whichever copy can be read; empty if neither can. */
    private Optional<Run> run(Line line, Kept kept, int part, LogReader reader) {
        for (long position : new long[] {kept.parts()[part], kept.twins()[part]}) {
            try {
                return Optional.of(Run.at(position, reader));
            } catch (IOException | RuntimeException failure) {
                doubt(line, kept.box().key(), position, failure);
            }
        }
        return Optional.empty();
    }

    /** What this operation of the account returned, if it was done. */
    Optional<Committed> known(Line line, String operationId) throws MailException {
        long[] candidates = line.operations().find(operationId);
        if (candidates.length == 0) {
            return Optional.empty();
        }
        try (LogReader reader = new LogReader(log)) {
            for (long position : candidates) {
                Optional<byte[]> outcome = outcome(reader, position, operationId);
                if (outcome.isPresent()) {
                    return Optional.of(Outcome.decode(outcome.get()));
                }
            }
            return Optional.empty();
        } catch (IOException failure) {
            throw damaged("what account " + line.account() + " has done cannot be read", failure);
        }
    }

    /** What is lost was not done, for all that anybody can tell: it is done again. */
    private static Optional<byte[]> outcome(LogReader reader, long position, String operationId) throws IOException {
        FieldReader fields;
        try {
            fields = reader.fields(position);
        } catch (GoneException | DamagedException lost) {
            LOG.warn("what an operation returned is forgotten: {}", lost.toString());
            return Optional.empty();
        }
        int kind = (int) fields.number();
        if (kind == Kind.COMMIT) {
            return CommitRecord.decode(fields)
                    .done()
                    .filter(done -> done.operationId().equals(operationId))
                    .map(Change.Done::outcome);
        }
        return Outcomes.decode(fields).stream()
                .filter(done -> done.operationId().equals(operationId))
                .map(Change.Done::outcome)
                .findFirst();
    }

    private MailException damaged(String what, Exception failure) {
        LOG.error("{}", what, failure);
        alarms.raise("store: " + what + ": " + failure.getMessage());
        return Failures.notNow(failure);
    }
}
