package org.posthouse.store.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.CareWatch;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.Flaw;
import org.posthouse.api.store.Snapshot;
import org.posthouse.api.store.StoreOp;

/** A store of one shard and small segments whose files are changed while it is closed. It is opened whenever it is asked for something. */
final class HurtStore implements AutoCloseable {
    static final AccountId KATE = new AccountId("kate");
    static final AccountId RON = new AccountId("ron");
    static final String BOX = "box";

    private final Path home;
    private Optional<LogStore> store = Optional.empty();

    HurtStore(Path home) {
        this.home = home;
    }

    LogStore store() {
        if (store.isEmpty()) {
            store = Optional.of(new LogStore(home, new Settings(1_000_000, 0, 256 << 10, 1), Clock.systemUTC()));
        }
        return store.get();
    }

    Shard shard() throws MailException {
        return store().opened().shards().get(0);
    }

    Line line(AccountId account) throws MailException {
        return shard().directory().line(account);
    }

    Committed commit(AccountId account, StoreOp... steps) throws MailException {
        return store().commit(account, UUID.randomUUID().toString(), Optional.empty(), List.of(steps));
    }

    void bring(AccountId account, String... texts) throws MailException {
        for (String text : texts) {
            commit(account, append(text));
        }
    }

    static StoreOp append(String text) {
        return new StoreOp.Append(BOX, Content.of(text.getBytes(UTF_8)), new byte[9], Set.of(), Instant.EPOCH, "");
    }

    List<String> texts(AccountId account) throws Exception {
        Snapshot snapshot = store().read(account, BOX);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < snapshot.count(); i++) {
            try (Content content = store().content(account, BOX, snapshot.uid(i))) {
                texts.add(new String(content.sound(), UTF_8));
            }
        }
        return texts;
    }

    List<Flaw> check(boolean repair) throws MailException {
        List<Flaw> flaws = new ArrayList<>();
        var unused = store().care().orElseThrow().check(Optional.empty(), repair, new CareWatch() {
            @Override
            public boolean on(long done, long of, String what) {
                return done <= of;
            }

            @Override
            public void found(Flaw flaw) {
                flaws.add(flaw);
            }
        });
        return flaws;
    }

    Path folder() {
        return TestStore.folder(home).resolve("0");
    }

    Path file(long segment) {
        return folder().resolve("%010d.seg".formatted(segment));
    }

    /** Changes one bit of an octet behind this position. */
    void flip(long position, int behind, int bit) throws IOException {
        long at = Positions.offset(position) + (long) behind;
        try (FileChannel channel = FileChannel.open(
                file(Positions.segment(position)), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer octet = ByteBuffer.allocate(1);
            channel.read(octet, at);
            channel.write(octet.put(0, (byte) (octet.get(0) ^ (1 << bit))).flip(), at);
        }
    }

    @Override
    public void close() {
        store.ifPresent(LogStore::close);
        store = Optional.empty();
    }
}
