package org.posthouse.store.log;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Flaw;
import org.posthouse.lib.store.Failures;
import org.posthouse.lib.store.Round;

/** Looks at what of a shard belongs to no account: its checkpoint, and files of messages that nobody names. For one thread. */
final class ShardCheck {
    /** A file that is younger may be of a commit under way. */
    private static final Duration UNDER_WAY = Duration.ofMinutes(10);

    private final Shard shard;
    private final Round round;
    private final boolean repair;

    ShardCheck(Shard shard, Round round, boolean repair) {
        this.shard = shard;
        this.round = round;
        this.repair = repair;
    }

    void run() throws MailException, Round.EndedException {
        round.begin(1, "shard checked: " + shard.folder().getFileName());
        try {
            checkpoint();
            orphans();
        } catch (IOException failure) {
            throw Failures.notNow(failure);
        }
        round.step();
    }

    private void checkpoint() throws IOException {
        if (!Checkpoint.there(shard.folder()) || Checkpoint.read(shard.folder()).isPresent()) {
            return;
        }
        Flaw flaw = flaw(
                Flaw.Kind.WRONG_INDEX,
                "the checkpoint of shard " + shard.folder().getFileName() + " is damaged");
        if (repair) {
            shard.noteWhereabouts();
        }
        round.found(repair ? flaw.asMended("written anew") : flaw);
    }

    private void orphans() throws IOException {
        Instant old = shard.clock().instant().minus(UNDER_WAY);
        Set<Long> files = shard.files().before(old);
        files.removeAll(shard.directory().files());
        for (long file : files) {
            Flaw flaw = flaw(Flaw.Kind.ORPHAN, shard.files().path(file) + " is of no message");
            round.found(repair ? flaw.asMended("put aside as " + shard.files().putAside(file)) : flaw);
        }
    }

    private static Flaw flaw(Flaw.Kind kind, String what) {
        return new Flaw(kind, Flaw.Where.STORE, what, false);
    }
}
