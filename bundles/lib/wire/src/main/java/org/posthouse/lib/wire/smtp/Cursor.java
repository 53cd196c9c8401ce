package org.posthouse.lib.wire.smtp;

/** A place in a line of ASCII characters. */
final class Cursor {
    private final String line;
    private int at;

    Cursor(String line, int at) {
        this.line = line;
        this.at = at;
    }

    boolean done() {
        return at >= line.length();
    }

    int place() {
        return at;
    }

    /** Back to a place where it was. */
    void moveTo(int place) {
        at = place;
    }

    /** The character here; NUL at the end, which no line has. */
    char peek() {
        return done() ? 0 : line.charAt(at);
    }

    char next() {
        char c = peek();
        at++;
        return c;
    }

    /** Whether this character was here; if so, it is passed. */
    boolean accept(char c) {
        boolean here = !done() && peek() == c;
        at += here ? 1 : 0;
        return here;
    }

    /** Whether this word was here, in any case; if so, it is passed. */
    boolean acceptWord(String word) {
        boolean here = line.regionMatches(true, at, word, 0, word.length());
        at += here ? word.length() : 0;
        return here;
    }

    /** Whether there was a blank; passes all of them. */
    boolean skipBlanks() {
        int from = at;
        while (peek() == ' ' || peek() == '\t') {
            at++;
        }
        return at > from;
    }

    /** Characters up to a blank or the end. */
    String word() {
        int from = at;
        while (!done() && peek() != ' ' && peek() != '\t') {
            at++;
        }
        return line.substring(from, at);
    }

    String since(int place) {
        return line.substring(place, at);
    }

    /** What is left, without blanks around it. */
    String rest() {
        String rest = line.substring(Math.min(at, line.length())).strip();
        at = line.length();
        return rest;
    }
}
