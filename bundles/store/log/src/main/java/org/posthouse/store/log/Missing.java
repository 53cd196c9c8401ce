package org.posthouse.store.log;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Flaw;
import org.posthouse.lib.store.Failures;
import org.posthouse.lib.store.Round;

/** Segments of a shard that should be there and are not. Safe for threads. */
final class Missing {
    private final Shard shard;

    Missing(Shard shard) {
        this.shard = shard;
    }

    /** In sentences, for an administrator. */
    List<String> troubles() {
        return new TreeSet<>(shard.log().missing())
                .stream()
                        .map(number -> what(number)
                                + ": bring it back while the server is stopped, from a backup; or posthouse store check"
                                + " --repair goes on without what was in it")
                        .toList();
    }

    private String what(long number) {
        return "segment " + number + " of shard " + shard.folder().getFileName() + " is missing ("
                + shard.log().path(number) + ")";
    }

    /** Tells of them; those that nobody needs any more, now that accounts have been made anew without them, are missed no more. */
    void check(Round round, boolean repair) throws MailException, Round.EndedException {
        for (long number : new TreeSet<>(shard.log().missing())) {
            Flaw flaw = new Flaw(Flaw.Kind.WRONG_INDEX, Flaw.Where.STORE, what(number), false);
            if (repair && isNeedless(number)) {
                forget(number);
                flaw = flaw.asMended("nobody needs it any more");
            } else if (repair) {
                flaw = new Flaw(
                        flaw.kind(),
                        flaw.where(),
                        flaw.what()
                                + ": messages that were in it stay where they are listed, in case it is brought back,"
                                + " until posthouse mail expunge ADDRESS UID NUMBER",
                        false);
            }
            round.found(flaw);
        }
    }

    private boolean isNeedless(long number) {
        Set<Long> one = Set.of(number);
        return shard.directory().lines().stream().noneMatch(line -> line.holds(one));
    }

    private void forget(long number) throws MailException {
        try {
            shard.noteWhereabouts();
            shard.log().missNoMore(number);
        } catch (IOException failure) {
            throw Failures.notNow(failure);
        }
    }
}
