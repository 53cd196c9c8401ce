package org.posthouse.console.web.pages;

import java.util.Comparator;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A page as the menu has it.
 *
 * @param path the last part of its address
 * @param plugin symbolic name of the bundle that brings it
 */
public record Entry(String path, String title, int place, String plugin) {
    static final Comparator<Entry> ORDER = Comparator.comparingInt(Entry::place).thenComparing(Entry::path);

    private static final Pattern LETTERS = Pattern.compile("[a-z]{1,40}");
    /** What the frame answers itself. */
    private static final Set<String> OURS = Set.of("login", "logout");

    public Entry {
        if (!LETTERS.matcher(path).matches() || OURS.contains(path)) {
            throw new IllegalArgumentException("a page cannot have the path '" + path + "'");
        }
    }
}
