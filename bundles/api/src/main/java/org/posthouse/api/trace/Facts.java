package org.posthouse.api.trace;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;

/** A map of a few words, in their order: smaller than others, and looked through from its begin. Never changed. */
final class Facts extends AbstractMap<String, String> {
    /** Name and value in turn. */
    private final String[] words;

    /** Of the first so many of these words. */
    Facts(String[] words, int count) {
        this.words = Arrays.copyOf(words, count);
    }

    /** Where the name is among the first so many words; -1 if it is not. */
    static int find(String[] words, int count, Object name) {
        for (int i = 0; i < count; i += 2) {
            if (words[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public int size() {
        return words.length / 2;
    }

    @Override
    public String get(Object name) {
        int at = find(words, words.length, name);
        // As the map's contract has it.
        return at < 0 ? null : words[at + 1];
    }

    @Override
    public boolean containsKey(Object name) {
        return find(words, words.length, name) >= 0;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super String> action) {
        for (int i = 0; i < words.length; i += 2) {
            action.accept(words[i], words[i + 1]);
        }
    }

    @Override
    public Set<Map.Entry<String, String>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return Facts.this.size();
            }

            @Override
            public Iterator<Map.Entry<String, String>> iterator() {
                return new Entries();
            }
        };
    }

    private final class Entries implements Iterator<Map.Entry<String, String>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < words.length;
        }

        @Override
        public Map.Entry<String, String> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            next += 2;
            return Map.entry(words[next - 2], words[next - 1]);
        }
    }
}
