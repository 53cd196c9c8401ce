package org.posthouse.store.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.posthouse.api.mail.AccountId;
import org.posthouse.lib.segments.Append;
import org.posthouse.lib.segments.FieldReader;
import org.posthouse.lib.segments.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a shard need not find out by reading its segments below some number: where each account's records lie. It may know more than that;
 * what is read twice changes nothing. Without it all segments are read. The newest segment there was is below that number only if nothing
 * is in there that is not known.
 */
record Checkpoint(long from, long newest, long lastMailbox, long lastValidity, Tally tally, List<Known> accounts) {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoint.class);
    private static final int LEVEL = 2;
    private static final String NAME = "checkpoint";

    /** An account's whereabouts. */
    record Known(AccountId account, Line.Whereabouts where) {}

    /** Writes it in place of the former one, safe on disk. */
    void write(Path folder) throws IOException {
        Fields to = new Fields().number(LEVEL).number(from).number(lastMailbox).number(lastValidity);
        tally.write(to);
        to.number(accounts.size());
        for (Known known : accounts) {
            Line.Whereabouts where = known.where();
            to.text(known.account().value())
                    .number(where.record())
                    .number(where.twin())
                    .number(where.erased());
            to.number(where.tail().length);
            for (long position : where.tail()) {
                to.number(position);
            }
            where.held().write(to);
        }
        to.number(newest);
        byte[] octets = to.octets();
        ByteBuffer all = ByteBuffer.allocate(octets.length + Integer.BYTES);
        all.put(octets).putInt(Append.crc(octets)).flip();
        Path fresh = folder.resolve(NAME + ".tmp");
        try (FileChannel file = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            while (all.hasRemaining()) {
                file.write(all);
            }
            file.force(true);
        }
        Files.move(fresh, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    /** Whether there is one in this folder, whole or not. */
    static boolean there(Path folder) {
        return Files.exists(folder.resolve(NAME));
    }

    /** The one in this folder, if it is there, whole, and of this release. */
    static Optional<Checkpoint> read(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a folder, and must be a file: move it away, and it is made anew");
        }
        byte[] all = Files.readAllBytes(file);
        int length = all.length - Integer.BYTES;
        if (length < 0 || ByteBuffer.wrap(all).getInt(length) != Append.crc(Arrays.copyOf(all, length))) {
            LOG.warn("{} is damaged: all segments are read instead", file);
            return Optional.empty();
        }
        return Optional.of(decode(new FieldReader(Arrays.copyOf(all, length))));
    }

    private static Checkpoint decode(FieldReader from) throws IOException {
        from.level(LEVEL);
        long segment = from.number();
        long lastMailbox = from.number();
        long lastValidity = from.number();
        Tally tally = Tally.read(from);
        List<Known> accounts = new ArrayList<>();
        for (long left = from.number(); left > 0; left--) {
            AccountId account = new AccountId(from.text());
            long record = from.number();
            long twin = from.number();
            long erased = from.number();
            long[] tail = new long[Math.toIntExact(from.number())];
            for (int i = 0; i < tail.length; i++) {
                tail[i] = from.number();
            }
            AccountRecord.Held held = AccountRecord.Held.read(from);
            accounts.add(new Known(account, new Line.Whereabouts(record, twin, erased, tail, held)));
        }
        long newest = from.more() ? from.number() : segment;
        return new Checkpoint(segment, newest, lastMailbox, lastValidity, tally, accounts);
    }
}
