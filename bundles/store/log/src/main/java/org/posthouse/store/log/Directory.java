package org.posthouse.store.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.posthouse.api.mail.AccountId;
import org.posthouse.lib.segments.FieldReader;
import org.posthouse.lib.segments.Found;
import org.posthouse.lib.store.Change;

/** All accounts of a shard, and where their records lie, as a checkpoint and the records after it tell. */
final class Directory {
    private final Map<AccountId, Line> lines = new ConcurrentHashMap<>();
    private final ShardNumbers numbers = new ShardNumbers();
    private final Tally tally;

    Directory(Optional<Checkpoint> checkpoint) {
        tally = checkpoint.map(Checkpoint::tally).orElseGet(Tally::new);
        checkpoint.ifPresent(known -> {
            numbers.learn(known.lastMailbox(), known.lastValidity());
            known.accounts().forEach(each -> line(each.account()).recall(each.where()));
        });
    }

    /** A record is there; in their order. */
    void take(Found found) {
        try {
            FieldReader fields = new FieldReader(found.meta());
            int kind = (int) fields.number();
            long position =
                    Positions.of(found.place().segment().number(), found.place().offset());
            if (kind == Kind.COMMIT) {
                CommitRecord commit = CommitRecord.decode(fields);
                if (line(commit.account()).take(position, commit)) {
                    learn(commit);
                }
            } else if (kind == Kind.ACCOUNT) {
                AccountRecord.Start start = AccountRecord.Start.decode(fields);
                if (line(start.account()).take(position, start)) {
                    tally.add(start.weights());
                }
            } else if (kind == Kind.BODIES) {
                fields.level(Kind.LEVEL);
                tally.add(Weights.of(found.place().segment().number(), fields.number()));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void learn(CommitRecord commit) {
        tally.add(commit.weights());
        for (Change change : commit.changes()) {
            if (change instanceof Change.NewMailbox made) {
                numbers.learn(made);
            } else if (change instanceof Change.MailboxChanged changed) {
                // Of one whose beginning may be lost.
                numbers.learn(changed.box().key(), 0);
            }
        }
    }

    /** All segments that accounts name. */
    Set<Long> named() {
        Set<Long> named = new HashSet<>();
        for (Line line : lines.values()) {
            Line.Whereabouts where = line.whereabouts();
            named.addAll(where.held().segments());
            if (where.record() != 0) {
                named.add(Positions.segment(where.record()));
            }
            for (long position : where.tail()) {
                named.add(Positions.segment(position));
            }
        }
        return named;
    }

    Line line(AccountId account) {
        return lines.computeIfAbsent(account, Line::new);
    }

    Optional<Line> find(AccountId account) {
        return Optional.ofNullable(lines.get(account));
    }

    Collection<Line> lines() {
        return lines.values();
    }

    ShardNumbers numbers() {
        return numbers;
    }

    Tally tally() {
        return tally;
    }

    /** All files that accounts name. */
    Set<Long> files() {
        Set<Long> files = new HashSet<>();
        lines.values().forEach(line -> files.addAll(line.whereabouts().held().files()));
        return files;
    }

    /** @param newest the newest segment there was */
    Checkpoint checkpoint(long from, long newest) {
        return new Checkpoint(
                from,
                newest,
                numbers.lastMailbox(),
                numbers.lastValidity(),
                tally,
                lines.values().stream()
                        .map(line -> new Checkpoint.Known(line.account(), line.whereabouts()))
                        .toList());
    }
}
