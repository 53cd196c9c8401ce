package org.posthouse.store.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Optional;
import org.posthouse.api.mail.MailException;
import org.posthouse.lib.segments.Segment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps octets that many messages end with once in a shard. Safe for threads. */
final class Sharing {
    private static final Logger LOG = LoggerFactory.getLogger(Sharing.class);
    private static final int ATTEMPTS = 3;

    private final Shard shard;
    private final Shares shares = new Shares();
    private final Holds holds = new Holds();

    Sharing(Shard shard) {
        this.shard = shard;
    }

    /** A message to lean on, which stays where it is until this is closed. */
    record Hold(Overlay.Target target, Runnable release) implements AutoCloseable {
        @Override
        public void close() {
            release.run();
        }
    }

    /** Brings a message to the disk. */
    interface Way<T> {
        /** As it is; tells where. */
        T whole(Shares.Turn turn) throws MailException;

        /** As it is, and nobody asks where. */
        T alone() throws MailException;

        /** As an overlay of another; closes the hold when that is safe on disk, or never will be. */
        T upon(Hold hold) throws MailException;
    }

    /** Who is about to lean on what. */
    Holds holds() {
        return holds;
    }

    <T> T bring(Common common, Way<T> way) throws MailException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Shares.Turn turn = shares.turn(common.identity());
            if (turn.first()) {
                return way.whole(turn);
            }
            Optional<Hold> found = hold(turn, common);
            if (found.isPresent()) {
                return way.upon(found.get());
            }
        }
        return way.alone();
    }

    private Optional<Hold> hold(Shares.Turn turn, Common common) throws MailException {
        Optional<Shares.Whole> whole = turn.await();
        if (whole.isEmpty()) {
            return Optional.empty();
        }
        try {
            Optional<Hold> found = Positions.inFile(whole.get().position())
                    ? inFile(whole.get(), common)
                    : inSegment(whole.get(), common);
            if (found.isEmpty()) {
                turn.forget();
            }
            return found;
        } catch (IOException damaged) {
            LOG.debug("a message is not leant on", damaged);
            turn.forget();
            return Optional.empty();
        }
    }

    private Optional<Hold> inSegment(Shares.Whole whole, Common common) throws IOException {
        long number = Positions.segment(whole.position());
        if (!holds.hold(number)) {
            return Optional.empty();
        }
        Optional<Overlay.Target> target = Optional.empty();
        try {
            target = lookedAt(number, whole, common);
        } finally {
            if (target.isEmpty()) {
                holds.release(number);
            }
        }
        return target.map(known -> new Hold(known, () -> holds.release(number)));
    }

    private Optional<Overlay.Target> lookedAt(long number, Shares.Whole whole, Common common) throws IOException {
        Optional<Segment> segment = shard.log().pinned(number);
        if (segment.isEmpty()) {
            return Optional.empty();
        }
        try (FileChannel file = segment.get().reader()) {
            return target(whole, file, common);
        } finally {
            segment.get().unpin();
        }
    }

    private Optional<Hold> inFile(Shares.Whole whole, Common common) throws IOException {
        long number = Positions.file(whole.position());
        if (!shard.files().pin(number)) {
            return Optional.empty();
        }
        Optional<Overlay.Target> target = Optional.empty();
        try (FileChannel file = Messages.file(shard, whole.position())) {
            target = target(whole, file, common);
        } finally {
            if (target.isEmpty()) {
                shard.unpin(number);
            }
        }
        return target.map(known -> new Hold(known, () -> shard.unpin(number)));
    }

    /** What is damaged would be damaged for all who lean on it. */
    private Optional<Overlay.Target> target(Shares.Whole whole, FileChannel file, Common common) throws IOException {
        Body body = Body.read(file, Positions.inFile(whole.position()) ? 0 : Positions.offset(whole.position()));
        if (body.size() - whole.own() != common.shared()) {
            throw new IOException("octets that are said to be the same differ in number");
        }
        if (!shard.soundness().fresh(whole.position())) {
            shard.soundness().compare(whole.position(), body.messageSum(), body.sum(file));
        }
        return Optional.of(new Overlay.Target(whole.position(), whole.own(), body.messageSum()));
    }
}
