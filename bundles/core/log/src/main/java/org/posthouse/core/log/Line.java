package org.posthouse.core.log;

/** One line of a log: nothing from outside can end it, colour it, or begin another. */
final class Line {
    private static final int LONGEST = 500;
    private static final String CUT = "…";

    private Line() {}

    static String of(String id, String event) {
        StringBuilder line = new StringBuilder(id.length() + Math.min(event.length(), LONGEST) + 2);
        append(id, line);
        line.append(' ');
        append(event, line);
        return line.toString();
    }

    private static void append(String text, StringBuilder line) {
        int length = Math.min(text.length(), LONGEST);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            line.append(printable(c) ? c : '?');
        }
        if (length < text.length()) {
            line.append(CUT);
        }
    }

    /** Also no mark that turns the direction of reading, and no half of a character. */
    private static boolean printable(char c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && type != Character.SURROGATE
                && type != Character.UNASSIGNED
                && type != Character.PRIVATE_USE;
    }
}
