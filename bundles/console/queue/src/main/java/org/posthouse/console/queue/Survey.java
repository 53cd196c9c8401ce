package org.posthouse.console.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.posthouse.api.queue.QueuedMail;
import org.posthouse.api.queue.Selection;

/** One look at all mail that waits: figures of it, and the first of those that are wanted. Keeps few of very many, and ends in time. */
final class Survey {
    /** Of more domains the others are counted together. */
    static final int DOMAINS = 10_000;
    /** So many mails are looked at between two looks at the clock. */
    private static final int PIECE = 256;

    private final Figures all = new Figures();
    private final Map<String, Figures> domains = new HashMap<>();
    private final Figures others = new Figures();
    private final List<QueuedMail> first;
    private int fitting;
    private boolean whole = true;

    /** Figures of some mails. */
    static final class Figures {
        private final Map<QueuedMail.State, Integer> states = new EnumMap<>(QueuedMail.State.class);
        private int mails;
        private long octets;
        private Instant oldest = Instant.MAX;

        private void add(QueuedMail mail) {
            mails++;
            octets += mail.size();
            states.merge(mail.state(), 1, Integer::sum);
            oldest = mail.arrived().isBefore(oldest) ? mail.arrived() : oldest;
        }

        int mails() {
            return mails;
        }

        int of(QueuedMail.State state) {
            return states.getOrDefault(state, 0);
        }

        long octets() {
            return octets;
        }

        Instant oldest() {
            return oldest;
        }
    }

    private Survey(
            Stream<QueuedMail> mails, Selection wanted, Comparator<QueuedMail> order, int most, BooleanSupplier late) {
        PriorityQueue<QueuedMail> best = new PriorityQueue<>(order.reversed());
        Iterator<QueuedMail> each = mails.iterator();
        for (int i = 1; each.hasNext(); i++) {
            QueuedMail mail = each.next();
            count(mail);
            if (Choice.fits(wanted, mail)) {
                fitting++;
                best.add(mail);
                if (best.size() > most) {
                    best.remove();
                }
            }
            if (i % PIECE == 0 && late.getAsBoolean()) {
                whole = !each.hasNext();
                break;
            }
        }
        List<QueuedMail> sorted = new ArrayList<>(best);
        sorted.sort(order);
        first = List.copyOf(sorted);
    }

    /**
     * Looks.
     *
     * @param most how many are kept
     * @param late whether there is no more time
     */
    static Survey of(
            Stream<QueuedMail> mails, Selection wanted, Comparator<QueuedMail> order, int most, BooleanSupplier late) {
        return new Survey(mails, wanted, order, most, late);
    }

    private void count(QueuedMail mail) {
        all.add(mail);
        mail.recipients().stream()
                .map(step -> step.address().domain())
                .distinct()
                .forEach(domain -> of(domain).add(mail));
    }

    private Figures of(String domain) {
        Figures known = domains.get(domain);
        if (known != null || domains.size() >= DOMAINS) {
            return known == null ? others : known;
        }
        return domains.computeIfAbsent(domain, unknown -> new Figures());
    }

    Figures all() {
        return all;
    }

    /** Those with most mail, the busiest first. */
    List<Map.Entry<String, Figures>> busiest(int most) {
        return domains.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<String, Figures> each) ->
                                -each.getValue().mails())
                        .thenComparing(Map.Entry::getKey))
                .limit(most)
                .toList();
    }

    /** How many domains there are; of very many, how many are told apart. */
    int domains() {
        return domains.size();
    }

    /** How many are wanted. */
    int fitting() {
        return fitting;
    }

    /** The first of them. */
    List<QueuedMail> first() {
        return first;
    }

    /** Whether everything was looked at. */
    boolean whole() {
        return whole;
    }
}
