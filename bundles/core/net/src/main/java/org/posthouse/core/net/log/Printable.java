package org.posthouse.core.net.log;

/** What a failure says, fit for one line of a log: strangers have a hand in it. */
public final class Printable {
    private static final int MOST = 160;

    private Printable() {}

    public static String of(Throwable cause) {
        Throwable root = cause.getCause() == null ? cause : cause.getCause();
        String text = String.valueOf(root.getMessage());
        StringBuilder line = new StringBuilder(root.getClass().getSimpleName()).append(": ");
        text.chars().limit(MOST).forEach(c -> line.append(c >= ' ' && c < 127 ? (char) c : '?'));
        return line.toString();
    }
}
