package org.posthouse.core.queue.spool;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Mails by their ids in as little memory as can be: a table with open addressing, between an eighth and two thirds full. Safe for all
 * threads.
 */
final class ItemIndex {
    private static final int LEAST = 1024;

    private Item[] slots = new Item[LEAST];
    private int count;

    synchronized Optional<Item> find(String id) {
        byte[] octets = id.getBytes(StandardCharsets.UTF_8);
        return Optional.ofNullable(slots[slot(octets)]);
    }

    /** False, and nothing is changed, if there is one under its id. */
    synchronized boolean add(Item item) {
        int slot = slot(item.idOctets());
        if (slots[slot] != null) {
            return false;
        }
        slots[slot] = item;
        count++;
        if (count > slots.length / 3 * 2) {
            resize(slots.length * 2);
        }
        return true;
    }

    /** Nothing is changed if it is not this one that is there under its id. */
    synchronized void remove(Item item) {
        int hole = slot(item.idOctets());
        if (slots[hole] != item) {
            return;
        }
        slots[hole] = null;
        count--;
        close(hole);
        if (slots.length > LEAST && count < slots.length / 8) {
            resize(slots.length / 2);
        }
    }

    /** All there are now, in no order. */
    synchronized List<Item> all() {
        List<Item> all = new ArrayList<>(count);
        for (Item item : slots) {
            if (item != null) {
                all.add(item);
            }
        }
        return all;
    }

    /** Where an id is, or where it belongs. */
    private int slot(byte[] id) {
        int slot = home(id);
        while (slots[slot] != null && !Arrays.equals(slots[slot].idOctets(), id)) {
            slot = next(slot);
        }
        return slot;
    }

    /** Where an id is looked for first. */
    private int home(byte[] id) {
        int hash = Arrays.hashCode(id) * 0x9e3779b9;
        return (hash ^ (hash >>> 16)) & (slots.length - 1);
    }

    private int next(int slot) {
        return (slot + 1) & (slots.length - 1);
    }

    /** Moves those behind a hole that would not be found any more. */
    private void close(int from) {
        int hole = from;
        for (int at = next(hole); slots[at] != null; at = next(at)) {
            int home = home(slots[at].idOctets());
            int gone = (at - home) & (slots.length - 1);
            int back = (at - hole) & (slots.length - 1);
            if (gone >= back) {
                slots[hole] = slots[at];
                slots[at] = null;
                hole = at;
            }
        }
    }

    private void resize(int size) {
        Item[] before = slots;
        slots = new Item[size];
        for (Item item : before) {
            if (item != null) {
                slots[slot(item.idOctets())] = item;
            }
        }
    }
}
