package org.posthouse.testkit.store;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.posthouse.api.store.ModSeq;
import org.posthouse.api.store.Snapshot;

/** A mailbox as it was. */
record FakeSnapshot(String mailboxId, long uidValidity, long uidNext, ModSeq modSeq, List<FakeMessage> messages)
        implements Snapshot {
    @Override
    public int count() {
        return messages.size();
    }

    @Override
    public long uid(int index) {
        return messages.get(index).uid();
    }

    @Override
    public ModSeq modSeq(int index) {
        return new ModSeq(messages.get(index).modSeq());
    }

    @Override
    public long size(int index) {
        return messages.get(index).octets().length;
    }

    @Override
    public Instant received(int index) {
        return messages.get(index).received();
    }

    @Override
    public boolean has(int index, String flag) {
        return flags(index).stream().anyMatch(flag::equalsIgnoreCase);
    }

    @Override
    public Set<String> flags(int index) {
        return messages.get(index).flags();
    }

    @Override
    public Set<String> keywords() {
        Set<String> keywords = new HashSet<>();
        messages.forEach(message ->
                message.flags().stream().filter(flag -> !flag.startsWith("\\")).forEach(keywords::add));
        return keywords;
    }

    @Override
    public int indexOf(long uid) {
        return Arrays.binarySearch(messages.stream().mapToLong(FakeMessage::uid).toArray(), uid);
    }
}
