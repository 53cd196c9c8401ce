package org.posthouse.core.config.etc;

/**
 * Who makes a change, and at which door.
 *
 * @param door command, console, file or other
 * @param who empty where nobody has said it
 */
public record Author(String door, String who) {
    /** A hand, or a program, in {@code etc/}. */
    static final Author FILE = new Author("file", "");

    /** Whoever speaks to Config Admin without saying who he is. */
    static final Author OTHER = new Author("other", "");

    public Author {
        door = line(door);
        who = line(who);
    }

    private static String line(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
