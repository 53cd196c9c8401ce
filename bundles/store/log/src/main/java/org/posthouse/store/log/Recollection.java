package org.posthouse.store.log;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.posthouse.lib.store.Change;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an account has done lately, made anew of its newest record and of its changes: that record alone knows to where outcomes have been
 * moved. All that is in it can be read. For one thread.
 */
final class Recollection {
    private static final Logger LOG = LoggerFactory.getLogger(Recollection.class);

    private final LogReader reader;
    private final long since;
    private boolean gaps;

    /** @param since nothing older need be known, in milliseconds of the epoch */
    Recollection(LogReader reader, long since) {
        this.reader = reader;
        this.since = since;
    }

    /** Whether the record tells of something that is not to be had any more. */
    boolean gaps() {
        return gaps;
    }

    /**
     * All that is known.
     *
     * @param record where the newest record lies; 0 if there is none
     * @param changes what operations returned, by the positions of their changes, oldest first
     */
    Operations of(long record, Map<Long, Change.Done> changes) throws IOException {
        Operations told = told(record);
        Map<Long, Boolean> readable = new HashMap<>();
        changes.keySet().forEach(position -> readable.put(position, true));
        gaps |= told.keepOnly(position -> readable.computeIfAbsent(position, this::isReadable)) > 0;
        Operations all = new Operations();
        changes.forEach((position, done) -> {
            boolean missed = position < record && done.at() >= since && told.find(done.operationId()).length == 0;
            if (missed) {
                all.add(done.operationId(), position, done.at());
            }
        });
        for (Operations.Run run : told.runs()) {
            all.add(run);
        }
        changes.forEach((position, done) -> {
            if (position > record) {
                all.add(done.operationId(), position, done.at());
            }
        });
        return all;
    }

    private Operations told(long record) throws IOException {
        Operations told = new Operations();
        if (record != 0) {
            for (Operations.Run run : AccountRecord.decode(reader.fields(record, Kind.ACCOUNT), this::saved)
                    .operations()) {
                told.add(run);
            }
        }
        return told;
    }

    private Optional<Operations.Run> saved(long position) {
        Optional<Operations.Run> run = AccountRecord.saved(position, reader);
        gaps |= run.isEmpty();
        return run;
    }

    /** Outcomes that were moved there; changes have been read. */
    private boolean isReadable(long position) {
        try {
            return !Outcomes.decode(reader.fields(position, Kind.OUTCOMES)).isEmpty();
        } catch (IOException | RuntimeException failure) {
            LOG.warn("what operations returned is forgotten: {}", failure.toString());
            return false;
        }
    }
}
