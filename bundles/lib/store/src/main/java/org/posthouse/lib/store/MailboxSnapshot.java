package org.posthouse.lib.store;

import java.time.Instant;
import java.util.Set;
import org.posthouse.api.store.ModSeq;
import org.posthouse.api.store.Snapshot;

/** An open mailbox at the account's modseq; shares all its columns. */
public record MailboxSnapshot(Box box, Index index, ModSeq modSeq) implements Snapshot {
    @Override
    public String mailboxId() {
        return box.id();
    }

    @Override
    public long uidValidity() {
        return box.uidValidity();
    }

    @Override
    public long uidNext() {
        return box.uidNext();
    }

    @Override
    public int count() {
        return index.columns().count();
    }

    @Override
    public long uid(int at) {
        return index.columns().uid(at);
    }

    @Override
    public ModSeq modSeq(int at) {
        return new ModSeq(index.columns().modSeq(at));
    }

    @Override
    public long size(int at) {
        return index.columns().size(at);
    }

    @Override
    public Instant received(int at) {
        return Instant.ofEpochMilli(index.columns().received(at));
    }

    @Override
    public boolean has(int at, String flag) {
        return index.flags(at).flags().contains(flag);
    }

    @Override
    public Set<String> flags(int at) {
        return index.flags(at).flags();
    }

    @Override
    public Set<String> keywords() {
        return index.flagTable().keywords(index.columns());
    }

    @Override
    public int indexOf(long uid) {
        return index.columns().indexOf(uid);
    }
}
