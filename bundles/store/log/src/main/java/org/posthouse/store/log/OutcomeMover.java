package org.posthouse.store.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.posthouse.api.mail.MailException;
import org.posthouse.lib.segments.FieldReader;
import org.posthouse.lib.segments.Place;
import org.posthouse.lib.store.Change;
import org.posthouse.lib.store.Failures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes anew what operations returned whose records are to go: in as many records as it takes, and without what need not be remembered
 * any more. For one thread.
 */
final class OutcomeMover {
    private static final Logger LOG = LoggerFactory.getLogger(OutcomeMover.class);
    private static final int MOST_TOGETHER = 1 << 20;

    private final Shard shard;
    private final long since;
    private final Map<Long, Long> moves = new HashMap<>();
    private final List<Long> positions = new ArrayList<>();
    private final List<Change.Done> outcomes = new ArrayList<>();
    private int octets;

    /** @param since what was done before this time, in milliseconds of the epoch, is left out */
    OutcomeMover(Shard shard, long since) {
        this.shard = shard;
        this.since = since;
    }

    /** Where what lies at each of these positions is now; safe on disk on return. */
    Map<Long, Long> move(Set<Long> leaving) throws MailException {
        try (LogReader reader = new LogReader(shard.log())) {
            for (long position : new TreeSet<>(leaving)) {
                take(position, outcomes(reader.fields(position)));
            }
        } catch (IOException failure) {
            throw Failures.notNow(failure);
        }
        write();
        return Map.copyOf(moves);
    }

    /** Those of a commit, or of such a record as is written here. */
    private List<Change.Done> outcomes(FieldReader fields) throws IOException {
        List<Change.Done> all = (int) fields.number() == Kind.COMMIT
                ? CommitRecord.decode(fields).done().stream().toList()
                : Outcomes.decode(fields);
        return all.stream().filter(done -> done.at() >= since).toList();
    }

    private void take(long position, List<Change.Done> found) throws MailException {
        int more = Outcomes.encode(found).length;
        if (octets + more > Math.min(MOST_TOGETHER, shard.log().largest() / 4)) {
            write();
        }
        positions.add(position);
        outcomes.addAll(found);
        octets += more;
    }

    private void write() throws MailException {
        if (positions.isEmpty()) {
            return;
        }
        Part part = new Part(Kind.OUTCOMES, Outcomes.encode(outcomes), new byte[0]);
        Place place = shard.put(part.append());
        LOG.debug("{} outcomes are now in {}", outcomes.size(), place.segment());
        positions.forEach(position -> moves.put(position, part.position()));
        positions.clear();
        outcomes.clear();
        octets = 0;
    }
}
