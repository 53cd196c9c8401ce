package org.posthouse.store.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.StoreStats;
import org.posthouse.lib.disk.Alarms;
import org.posthouse.lib.store.AccountState;
import org.posthouse.lib.store.Box;
import org.posthouse.lib.store.Failures;

/** Counts what an open store holds. Accounts that are not in memory are read, and stay out of it. For one thread. */
final class Figures {
    private final OpenStore store;
    private long accounts;
    private long mailboxes;
    private long messages;
    private long octets;
    private long indexed;
    private long wanted;

    Figures(OpenStore store) {
        this.store = store;
    }

    StoreStats stats() throws MailException {
        Map<String, Long> particulars = new LinkedHashMap<>();
        long disk = 0;
        long segments = 0;
        long quarantined = 0;
        long pooled = 0;
        for (Shard shard : store.shards()) {
            for (Line line : shard.directory().lines()) {
                count(shard, line);
            }
            wanted += shard.directory().tally().wanted();
            segments += shard.log().segments().size();
            disk += octets(shard.folder());
            pooled += octets(shard.folder().resolve("pool"));
            quarantined += octets(shard.folder().resolve("quarantine"));
        }
        particulars.put("shards", (long) store.shards().size());
        particulars.put("segments", segments);
        particulars.put("octets wanted in segments", wanted);
        particulars.put("octets kept ready for new segments", pooled);
        particulars.put("octets in quarantine", quarantined);
        particulars.put("messages indexed in memory", indexed);
        long free = store.shards().get(0).free();
        return new StoreStats("", accounts, mailboxes, messages, octets, disk, free, particulars);
    }

    private void count(Shard shard, Line line) throws MailException {
        Optional<AccountState> known = line.durable();
        indexed += line.indexed();
        AccountState state = known.isPresent() ? known.get() : read(shard, line);
        if (state.key() != 0) {
            accounts++;
        }
        for (Box box : state.boxes()) {
            mailboxes++;
            messages += box.messages();
            octets += box.octets();
        }
    }

    /** What is damaged is for others to tell. */
    private static AccountState read(Shard shard, Line line) throws MailException {
        Line copy = new Line(line.account());
        copy.recall(line.whereabouts());
        try {
            return new Loader(shard.log(), new Alarms(shard.clock())).state(copy);
        } catch (MailException damagedOrMoved) {
            return line.alone(() -> line.durable().orElse(AccountState.NONE));
        }
    }

    private static long octets(Path folder) throws MailException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(Figures::size).sum();
        } catch (NoSuchFileException none) {
            return 0;
        } catch (IOException | UncheckedIOException failure) {
            throw Failures.notNow(failure);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException gone) {
            return 0;
        }
    }
}
