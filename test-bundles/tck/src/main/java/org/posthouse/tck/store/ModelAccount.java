package org.posthouse.tck.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.Snapshot;
import org.posthouse.api.store.StoreOp;

/** An account as simple as can be, to compare a store with. */
public final class ModelAccount {
    private static final List<String> FLAGS = List.of("\\Seen", "\\Flagged", "\\Deleted", "work", "home");

    private final List<String> ids;
    private final Map<String, NavigableMap<Long, Message>> boxes = new LinkedHashMap<>();
    private int written;

    private record Message(String text, Set<String> flags, long modSeq) {}

    /** Two mailboxes. */
    public ModelAccount(List<String> ids) {
        this.ids = ids;
        ids.forEach(id -> boxes.put(id, new TreeMap<>()));
    }

    /** Up to three steps that could be anything; the first mailbox is favoured. */
    public List<StoreOp> randomSteps(Random random) {
        List<StoreOp> steps = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            String id = ids.get(random.nextInt(3) == 0 ? 1 : 0);
            String other = ids.get(random.nextInt(2));
            long[] uids = someUids(random, id);
            steps.add(
                    switch (random.nextInt(9)) {
                        case 0, 1, 2, 3 -> append(random, id);
                        case 4 -> new StoreOp.Copy(id, uids, other, random.nextBoolean());
                        case 5, 6 -> new StoreOp.Flags(id, uids, someFlags(random), someFlags(random));
                        case 7 -> new StoreOp.ReplaceFlags(id, uids, someFlags(random));
                        default -> new StoreOp.Expunge(id, uids);
                    });
        }
        return steps;
    }

    private StoreOp append(Random random, String id) {
        return StoreUnderTest.append(id, "text " + written++, someFlags(random).toArray(String[]::new));
    }

    private long[] someUids(Random random, String id) {
        long[] all = boxes.get(id).keySet().stream().mapToLong(Long::longValue).toArray();
        if (all.length == 0) {
            return new long[] {1};
        }
        return random.longs(1 + random.nextInt(3), 0, all.length)
                .map(at -> all[(int) at])
                .toArray();
    }

    private static Set<String> someFlags(Random random) {
        Set<String> some = new TreeSet<>();
        FLAGS.stream().filter(flag -> random.nextInt(3) == 0).forEach(some::add);
        return some;
    }

    /** What the steps do, with the UIDs that the store gave. */
    public void apply(List<StoreOp> steps, Committed committed) {
        Iterator<Committed.Made> made = committed.made().iterator();
        long modSeq = committed.modSeq().value();
        for (StoreOp step : steps) {
            if (step instanceof StoreOp.Append append) {
                Committed.Made one = made.next();
                boxes.get(one.mailboxId()).put(one.uid(), new Message(textOf(append), append.flags(), modSeq));
            } else if (step instanceof StoreOp.Copy copy) {
                copy(copy, made, modSeq);
            } else if (step instanceof StoreOp.Flags flags) {
                reflag(flags, modSeq);
            } else if (step instanceof StoreOp.ReplaceFlags flags) {
                for (long uid : flags.uids()) {
                    put(flags.mailboxId(), uid, flags.flags(), modSeq);
                }
            } else if (step instanceof StoreOp.Expunge expunge) {
                for (long uid : expunge.uids()) {
                    boxes.get(expunge.mailboxId()).remove(uid);
                }
            }
        }
        assertThat(made.hasNext()).as("more messages made than asked for").isFalse();
    }

    static String textOf(StoreOp.Append append) {
        return new String(append.structure(), UTF_8).substring("structure of ".length());
    }

    private void copy(StoreOp.Copy copy, Iterator<Committed.Made> made, long modSeq) {
        NavigableMap<Long, Message> source = boxes.get(copy.fromMailboxId());
        Set<Long> wanted = new TreeSet<>();
        for (long uid : copy.uids()) {
            if (source.containsKey(uid)) {
                wanted.add(uid);
            }
        }
        for (long uid : wanted) {
            Committed.Made one = made.next();
            assertThat(one.sourceUid()).isEqualTo(uid);
            Message original = source.get(uid);
            boxes.get(copy.toMailboxId()).put(one.uid(), new Message(original.text(), original.flags(), modSeq));
        }
        if (copy.move()) {
            wanted.forEach(source::remove);
        }
    }

    private void reflag(StoreOp.Flags flags, long modSeq) {
        for (long uid : flags.uids()) {
            Message message = boxes.get(flags.mailboxId()).get(uid);
            if (message != null) {
                Set<String> changed = new TreeSet<>(message.flags());
                changed.removeAll(flags.remove());
                changed.addAll(flags.add());
                put(flags.mailboxId(), uid, changed, modSeq);
            }
        }
    }

    private void put(String id, long uid, Set<String> flags, long modSeq) {
        boxes.get(id)
                .computeIfPresent(
                        uid,
                        (key, old) ->
                                old.flags().equals(flags) ? old : new Message(old.text(), Set.copyOf(flags), modSeq));
    }

    public int messages() {
        return boxes.values().stream().mapToInt(Map::size).sum();
    }

    public String text(String id, long uid) {
        return boxes.get(id).get(uid).text();
    }

    public void assertSameAs(Snapshot snapshot) {
        NavigableMap<Long, Message> box = boxes.get(snapshot.mailboxId());
        assertThat(StoreUnderTest.uids(snapshot)).containsExactly(box.keySet().toArray(Long[]::new));
        int at = 0;
        for (Message message : box.values()) {
            assertThat(snapshot.flags(at)).containsExactlyInAnyOrderElementsOf(message.flags());
            assertThat(snapshot.modSeq(at).value()).isEqualTo(message.modSeq());
            assertThat(snapshot.size(at)).isEqualTo(message.text().length());
            at++;
        }
    }
}
