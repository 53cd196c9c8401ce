package org.posthouse.testkit.store;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** One mailbox: its messages by UID, and which have gone when. */
final class FakeMailbox {
    final String id;
    final long uidValidity;
    final TreeMap<Long, FakeMessage> messages = new TreeMap<>();
    final List<long[]> expunged = new ArrayList<>();
    final List<Runnable> bells = new ArrayList<>();
    String name;
    long uidNext = 1;
    long firstRecent = 1;

    FakeMailbox(String id, String name, long uidValidity) {
        this.id = id;
        this.name = name;
        this.uidValidity = uidValidity;
    }

    /** The same as it is now, to be changed in its place; bells and all. */
    FakeMailbox copy() {
        FakeMailbox copy = new FakeMailbox(id, name, uidValidity);
        copy.messages.putAll(messages);
        copy.expunged.addAll(expunged);
        copy.bells.addAll(bells);
        copy.uidNext = uidNext;
        copy.firstRecent = firstRecent;
        return copy;
    }
}
