package org.posthouse.core.queue.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import org.posthouse.lib.segments.Forcing;
import org.posthouse.lib.segments.Found;
import org.posthouse.lib.segments.SegmentLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a spool was found to hold when it was opened. Nothing is thrown away while something cannot be read.
 *
 * @param lastSerial no mail that is here, or was, has a higher one
 * @param damages what cannot be read, in sentences
 */
record Opening(
        SegmentLog mails,
        SegmentLog states,
        ItemIndex items,
        ContentFiles files,
        long lastSerial,
        Inventory before,
        List<String> damages) {
    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

    /**
     * How the two logs are written.
     *
     * @param spares whether the disk has so many octets for files that are kept for later
     */
    record Disk(SpoolSettings settings, LongPredicate spares) {
        private SegmentLog open(Path folder, int segmentSize, Map<Long, String> expected, Consumer<Found> found)
                throws IOException {
            return SegmentLog.open(
                    folder, segmentSize, spares, Forcing.DATA, new SegmentLog.Reading(0, found, true, expected));
        }
    }

    static Opening of(Path folder, Disk disk, Tombs tombs, Domains domains) throws IOException {
        ContentFiles files = new ContentFiles(folder.resolve("content"), folder.resolve("quarantine"));
        Inventory before = Inventory.read(folder);
        Recovery recovery = new Recovery(tombs, domains);
        SegmentLog mails = disk.open(
                folder.resolve("mail"), disk.settings().segmentSize(), before.mailsExpected(), recovery::mail);
        SegmentLog states = disk.open(
                folder.resolve("state"), disk.settings().stateSegmentSize(), before.statesExpected(), recovery::state);
        ItemIndex items = recovery.finish();
        long lastSerial = Math.max(Math.max(recovery.lastSerial(), before.lastSerial()), files.highest());
        List<String> damages = new ArrayList<>(damages(mails));
        damages.addAll(damages(states));
        Set<Long> named = recovery.serialsWithFile();
        files.takeBack(named);
        if (damages.isEmpty()) {
            files.keepOnly(named);
        } else {
            files.putAside(named);
        }
        List<Path> aside = files.aside();
        if (!aside.isEmpty()) {
            damages.add("messages of mails that cannot be read are kept until somebody deletes them: "
                    + aside.stream().map(Path::toString).collect(Collectors.joining(", ")));
        }
        return new Opening(mails, states, items, files, lastSerial, before, damages);
    }

    private static List<String> damages(SegmentLog log) throws IOException {
        List<String> damages = new ArrayList<>(log.damages());
        for (long number : log.missing()) {
            LOG.error("{}", log.told(number));
            damages.add(log.told(number));
        }
        if (!log.returned().isEmpty()) {
            LOG.warn("segments {} are there again", log.returned());
            log.welcome();
        }
        return damages;
    }
}
