package org.posthouse.store.jdbc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.MailException;
import org.posthouse.lib.store.AccountState;
import org.posthouse.lib.store.Box;
import org.posthouse.lib.store.Columns;
import org.posthouse.lib.store.Entry;
import org.posthouse.lib.store.MessageIds;
import org.posthouse.lib.store.Shelf;
import org.posthouse.lib.store.Verdict;

/** Messages where they lie in files of their own. */
final class ContentShelf implements Shelf {
    private static final int PIECE = 1 << 20;
    private static final int HEADER = 64 << 10;

    private final Machinery parts;
    private final AccountId account;
    private final ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);

    ContentShelf(Machinery parts, AccountId account) {
        this.parts = parts;
        this.account = account;
    }

    @Override
    public Verdict look(Entry entry) {
        try (FileChannel file = parts.contents().open(entry.content())) {
            return look(file, entry.size());
        } catch (IOException gone) {
            return Verdict.MISSING;
        }
    }

    /** A file that is there can be read again when the disk can. */
    @Override
    public boolean mayComeBack(Entry entry) {
        return Files.exists(parts.contents().path(entry.content()));
    }

    private Verdict look(FileChannel file, long size) throws IOException {
        long end = file.size() - ContentFormat.TAIL;
        if (end < size) {
            return Verdict.SIZE;
        }
        ContentFormat.Tail tail = ContentFormat.tail(file);
        if (!tail.fits(end - size)) {
            return Verdict.FRAME;
        }
        if (sum(file, size, end - size) != tail.structureSum()) {
            return Verdict.STRUCTURE;
        }
        return sum(file, 0, size) == tail.messageSum() ? Verdict.SOUND : Verdict.MESSAGE;
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
        try (FileChannel file = parts.contents().open(entry.content())) {
            int length = (int) Math.min(HEADER, Math.min(entry.size(), file.size()));
            return MessageIds.in(ContentFormat.read(file, 0, length));
        } catch (IOException unreadable) {
            return "";
        }
    }

    @Override
    public String where(Entry entry) {
        return parts.contents().path(entry.content()).toString();
    }

    @Override
    public Optional<Entry> now(Box box, long uid) throws MailException {
        AccountState state = parts.lines().state(account);
        if (state.find(box.id()).isEmpty()) {
            return Optional.empty();
        }
        Columns columns = parts.lines()
                .opened(account, box.id())
                .box(box.id())
                .index()
                .orElseThrow()
                .columns();
        int at = columns.indexOf(uid);
        return at < 0 ? Optional.empty() : Optional.of(columns.entry(at));
    }

    @Override
    public boolean mend(Entry entry, Verdict verdict) throws IOException {
        if (verdict == Verdict.MISSING) {
            return false;
        }
        Optional<ContentMend.Octet> wrong;
        try (FileChannel file = parts.contents().open(entry.content())) {
            wrong = ContentMend.find(file, entry.size(), verdict);
        }
        if (wrong.isPresent()) {
            parts.contents()
                    .mend(entry.content(), wrong.get().offset(), wrong.get().value());
        }
        return wrong.isPresent();
    }

    @Override
    public void close() {
        piece.clear();
    }
}
