package org.posthouse.console.shell;

import java.util.ArrayList;
import java.util.List;

/** Words, each with what it means: beside it, or below where that leaves too little room. */
final class Glossary {
    /** Of the words that a meaning stands beside. */
    private static final int WIDEST = 32;
    /** So much room a meaning needs. */
    private static final int READABLE = 30;

    private static final int GAP = 2;

    private final List<Entry> entries = new ArrayList<>();

    private record Entry(String word, String meaning) {}

    Glossary add(String word, String meaning) {
        entries.add(new Entry(word, meaning));
        return this;
    }

    String text(int columns) {
        int width = entries.stream()
                .mapToInt(each -> each.word().length())
                .filter(n -> n <= WIDEST)
                .max()
                .orElse(0);
        boolean beside = columns - width - 2 * GAP >= READABLE;
        int before = beside ? width + 2 * GAP : 3 * GAP;
        String indent = "\n" + " ".repeat(before);
        StringBuilder text = new StringBuilder();
        for (Entry each : entries) {
            String word = each.word();
            boolean fits = beside && word.length() <= width;
            text.append(" ".repeat(GAP)).append(Words.wrapped(word, columns - 2 * GAP, "\n" + " ".repeat(2 * GAP)));
            text.append(fits ? " ".repeat(width - word.length() + GAP) : indent);
            text.append(Words.wrapped(each.meaning(), columns - before, indent)).append('\n');
        }
        return text.toString();
    }
}
