package org.posthouse.store.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.lib.segments.Segment;
import org.posthouse.lib.store.AccountState;
import org.posthouse.lib.store.Box;
import org.posthouse.lib.store.Columns;
import org.posthouse.lib.store.Entry;
import org.posthouse.lib.store.MessageIds;
import org.posthouse.lib.store.Shelf;
import org.posthouse.lib.store.Verdict;

/** Messages where they lie in a shard's segments and files. */
final class LogShelf implements Shelf {
    private static final int PIECE = 1 << 20;
    private static final int HEADER = 64 << 10;

    private final Shard shard;
    private final AccountId account;
    private final LogReader reader;
    private final ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);

    LogShelf(Shard shard, AccountId account) {
        this.shard = shard;
        this.account = account;
        this.reader = new LogReader(shard.log());
    }

    /** Something read at a message's place. */
    @FunctionalInterface
    private interface At<T> {
        T read(FileChannel file, long offset) throws IOException;
    }

    private <T> T at(long position, At<T> reading) throws IOException {
        if (Positions.inFile(position)) {
            try (FileChannel file = Messages.file(shard, position)) {
                return reading.read(file, 0);
            }
        }
        return reading.read(reader.channel(position), Positions.offset(position));
    }

    @Override
    public Verdict look(Entry entry) {
        if (Positions.isOverlay(entry.content())) {
            return overlaid(entry);
        }
        try {
            return at(entry.content(), (file, offset) -> look(file, offset, entry.size()));
        } catch (IOException gone) {
            return Verdict.MISSING;
        }
    }

    /** A segment that cannot be found may have been put aside, or taken away by somebody; and a disk may not read for a moment. */
    @Override
    public boolean mayComeBack(Entry entry) {
        return isOutOfReach(entry.content());
    }

    private boolean isOutOfReach(long position) {
        if (isAway(position)) {
            return true;
        }
        try {
            if (!Positions.isOverlay(position)) {
                return at(position, (file, offset) -> Body.octets(file, offset, Body.HEAD))
                                .remaining()
                        < Body.HEAD;
            }
            Overlay overlay = Overlay.read(reader.channel(position), Positions.offset(position));
            return isOutOfReach(overlay.target().position());
        } catch (NoSuchFileException gone) {
            return false;
        } catch (IOException | IllegalArgumentException unreadable) {
            return true;
        }
    }

    private boolean isAway(long position) {
        return !Positions.inFile(position)
                && shard.log().segments().stream()
                        .noneMatch(segment -> segment.number() == Positions.segment(position));
    }

    private Verdict look(FileChannel file, long offset, long size) throws IOException {
        Optional<Body> found = head(file, offset);
        if (found.isEmpty()) {
            return isEmpty(file, offset) ? Verdict.MISSING : Verdict.FRAME;
        }
        Body body = found.get();
        if (body.size() != size || file.size() < offset + body.length()) {
            return Verdict.SIZE;
        }
        long front = offset + Body.HEAD;
        if (sum(file, front, body.messageStart() - front) != body.structureSum()) {
            return Verdict.STRUCTURE;
        }
        return sum(file, body.messageStart(), size) == body.messageSum() ? Verdict.SOUND : Verdict.MESSAGE;
    }

    /** One that ends like another: both are read. */
    private Verdict overlaid(Entry entry) {
        try {
            Messages.structure(reader.channel(entry.content()), entry.content());
            Optional<Content> content = Messages.open(shard, entry);
            if (content.isEmpty()) {
                return Verdict.MISSING;
            }
            try (Content all = content.get()) {
                all.check();
                return Verdict.SOUND;
            }
        } catch (IOException damaged) {
            return isAway(entry.content()) ? Verdict.MISSING : Verdict.MESSAGE;
        }
    }

    private static Optional<Body> head(FileChannel file, long offset) {
        try {
            return Optional.of(Body.read(file, offset));
        } catch (IOException | IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    private static boolean isEmpty(FileChannel file, long offset) throws IOException {
        ByteBuffer head = Body.octets(file, offset, Body.HEAD);
        boolean empty = true;
        while (empty && head.hasRemaining()) {
            empty = head.get() == 0;
        }
        return empty;
    }

    private int sum(FileChannel file, long from, long length) throws IOException {
        CRC32C sum = new CRC32C();
        for (long at = from; at < from + length; ) {
            piece.clear().limit((int) Math.min(PIECE, from + length - at));
            int count = file.read(piece, at);
            if (count < 0) {
                throw new IOException("the file is cut off");
            }
            sum.update(piece.flip());
            at += count;
        }
        return (int) sum.getValue();
    }

    @Override
    public String messageId(Entry entry) {
        try {
            Optional<Content> content = Messages.open(shard, entry);
            if (content.isEmpty()) {
                return "";
            }
            try (Content all = content.get()) {
                return MessageIds.in(all.bytes(0, HEADER));
            }
        } catch (IOException | IllegalArgumentException unreadable) {
            return "";
        }
    }

    @Override
    public String where(Entry entry) {
        return Soundness.where(entry.content()) + " of shard " + shard.folder().getFileName();
    }

    @Override
    public Optional<Entry> now(Box box, long uid) throws MailException {
        AccountState state = shard.state(account);
        if (state.find(box.id()).isEmpty()) {
            return Optional.empty();
        }
        Columns columns = shard.opened(account, box.id())
                .box(box.id())
                .index()
                .orElseThrow()
                .columns();
        int at = columns.indexOf(uid);
        return at < 0 ? Optional.empty() : Optional.of(columns.entry(at));
    }

    @Override
    public boolean mend(Entry entry, Verdict verdict) throws IOException {
        long position = entry.content();
        if (verdict == Verdict.MISSING) {
            return false;
        }
        if (Positions.isOverlay(position)) {
            return mendTarget(entry);
        }
        Optional<BodyMend.Octet> wrong =
                at(position, (file, offset) -> BodyMend.find(file, offset, entry.size(), verdict));
        if (wrong.isPresent()) {
            byte[] right = {wrong.get().value()};
            if (Positions.inFile(position)) {
                shard.files().mend(Positions.file(position), wrong.get().offset(), right);
            } else {
                mend(position, wrong.get().offset(), right);
            }
        }
        return wrong.isPresent();
    }

    /** What a message ends with is another's. */
    private boolean mendTarget(Entry entry) throws IOException {
        long position = entry.content();
        Overlay overlay = Overlay.read(reader.channel(position), Positions.offset(position));
        long size = overlay.lengths().size()
                - overlay.lengths().own()
                + overlay.target().skip();
        Entry target = new Entry(
                entry.uid(),
                entry.modSeq(),
                size,
                entry.received(),
                entry.flags(),
                overlay.target().position());
        Verdict verdict = look(target);
        return verdict != Verdict.SOUND && mend(target, verdict);
    }

    private void mend(long position, long offset, byte[] right) throws IOException {
        Optional<Segment> segment = shard.log().pinned(Positions.segment(position));
        if (segment.isPresent()) {
            try {
                var unused = shard.log().quarantine(Positions.segment(position), (int) offset);
                segment.get().mend(offset, right);
            } finally {
                segment.get().unpin();
            }
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
