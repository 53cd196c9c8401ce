package org.posthouse.console.logs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a log was read.
 *
 * @param file tells files apart that had the same name one after the other
 */
record Cursor(String file, long at) {
    static final Cursor NONE = new Cursor("", 0);
    private static final Pattern TEXT = Pattern.compile("([0-9a-f]{0,8})-([0-9]{1,18})");

    /** What {@link #text} made; anything else is the begin. */
    static Cursor of(String text) {
        Matcher parts = TEXT.matcher(text);
        return parts.matches() ? new Cursor(parts.group(1), Long.parseLong(parts.group(2))) : NONE;
    }

    String text() {
        return file + "-" + at;
    }
}
