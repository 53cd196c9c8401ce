package org.posthouse.lib.store;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The different sets of flags in a mailbox, by number: messages have few of them. Only grows, so that all versions of an index can
 * share it; a flag is spelled as it was first. Safe for threads.
 */
public final class FlagTable {
    private static final int MANY = 2_048;

    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, String> spelling = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private volatile FlagSet[] sets = {};
    private volatile int enough = MANY;

    public FlagSet get(int number) {
        return sets[number];
    }

    /** Whether those still in use should move to a new table. */
    public boolean crowded() {
        return sets.length > enough;
    }

    /** From now on twice as many are a crowd. */
    public void settle() {
        enough = Math.max(MANY, 2 * sets.length);
    }

    public synchronized int number(FlagSet wanted) {
        FlagSet spelled = spelled(wanted);
        Integer known = numbers.get(spelled.text());
        if (known != null) {
            return known;
        }
        int number = sets.length;
        FlagSet[] longer = Arrays.copyOf(sets, number + 1);
        longer[number] = spelled;
        sets = longer;
        numbers.put(spelled.text(), number);
        return number;
    }

    public synchronized int number(String text) {
        Integer known = numbers.get(text);
        return known == null ? number(FlagSet.parse(text)) : known;
    }

    private FlagSet spelled(FlagSet wanted) {
        Set<String> flags = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String flag : wanted.flags()) {
            String first = spelling.putIfAbsent(flag, flag);
            flags.add(first == null ? flag : first);
        }
        return FlagSet.of(flags);
    }

    /** All keywords (flags that no RFC reserves) of the messages in these columns. */
    public Set<String> keywords(Columns columns) {
        Set<String> keywords = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        FlagSet[] all = sets;
        if (Arrays.stream(all).allMatch(set -> set.flags().stream().allMatch(FlagTable::isSystem))) {
            return keywords;
        }
        BitSet used = new BitSet();
        for (int i = 0; i < columns.count(); i++) {
            used.set(columns.flags(i));
        }
        used.stream().mapToObj(number -> sets[number]).forEach(set -> set.flags().stream()
                .filter(flag -> !isSystem(flag))
                .forEach(keywords::add));
        return keywords;
    }

    private static boolean isSystem(String flag) {
        return flag.startsWith("\\");
    }
}
