package org.posthouse.core.config.etc;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads one text of {@link ConfigText}, from its first to its last character. */
final class ConfigReader {
    private static final int LONGEST = 1 << 20;
    private static final char END = '\uffff';

    private final String text;
    private int at;

    ConfigReader(String text) {
        this.text = text.replace("\r\n", "\n").replace('\r', '\n');
    }

    Map<String, Object> all() throws BrokenFileException {
        if (text.length() > LONGEST) {
            throw new BrokenFileException("is larger than 1 MiB");
        }
        if (text.isBlank()) {
            throw new BrokenFileException("is empty; delete it to go back to the defaults");
        }
        Map<String, Object> values = new TreeMap<>();
        for (skip(" \t\n"); peek() != END; skip(" \t\n")) {
            if (peek() == '#') {
                at = endOfLine();
            } else {
                entry(values);
            }
        }
        return values;
    }

    private void entry(Map<String, Object> values) throws BrokenFileException {
        String key = until("= \t\n\"");
        skip(" \t");
        if (key.isEmpty() || peek() != '=') {
            throw broken("a line is KEY=VALUE");
        }
        at++;
        skip(" \t");
        Object value = value(key);
        skip(" \t");
        if (peek() != '\n' && peek() != END) {
            throw broken("something follows the value of " + key);
        }
        if (values.put(key, value) != null) {
            throw broken(key + " is there twice");
        }
    }

    private Object value(String key) throws BrokenFileException {
        Class<?> type = String.class;
        int begin = at;
        if (ConfigText.type(peek()) != null && at + 1 < text.length() && "\"[(".indexOf(text.charAt(at + 1)) >= 0) {
            type = ConfigText.type(peek());
            at++;
        }
        return switch (peek()) {
            case '"' -> typed(type, quoted(key), key);
            case '[' -> array(type, list(type, ']', key));
            case '(' -> list(type, ')', key);
            default -> bare(begin, key);
        };
    }

    private String bare(int begin, String key) throws BrokenFileException {
        int end = endOfLine();
        String value = text.substring(begin, end).strip();
        if (value.indexOf('"') >= 0) {
            throw broken("the value of " + key + " has a quotation mark in the wrong place");
        }
        at = end;
        return value;
    }

    private List<Object> list(Class<?> type, char close, String key) throws BrokenFileException {
        List<Object> values = new ArrayList<>();
        at++;
        for (skip(" \t\n\\,"); peek() != close; skip(" \t\n\\,")) {
            if (peek() != '"') {
                throw broken("the list of " + key + " is not closed by " + close);
            }
            values.add(typed(type, quoted(key), key));
        }
        at++;
        return values;
    }

    private static Object array(Class<?> type, List<Object> values) {
        Object array = Array.newInstance(type, values.size());
        for (int i = 0; i < values.size(); i++) {
            Array.set(array, i, values.get(i));
        }
        return array;
    }

    private Object typed(Class<?> type, String value, String key) throws BrokenFileException {
        try {
            return ConfigText.value(type, value);
        } catch (IllegalArgumentException e) {
            throw broken("the value of " + key + " is no " + type.getSimpleName());
        }
    }

    private String quoted(String key) throws BrokenFileException {
        at++;
        String value = until("\"\n");
        if (peek() != '"') {
            throw broken("the value of " + key + " is not closed by a quotation mark");
        }
        at++;
        return value;
    }

    /** Up to one of these, with escapes resolved. */
    private String until(String ends) throws BrokenFileException {
        StringBuilder value = new StringBuilder();
        while (peek() != END && ends.indexOf(peek()) < 0) {
            char c = peek();
            if (c == '\\') {
                at++;
                escaped(value);
            } else {
                value.append(c);
            }
            at++;
        }
        return value.toString();
    }

    /** The character after a backslash. */
    private void escaped(StringBuilder value) throws BrokenFileException {
        switch (peek()) {
            case 'b' -> value.append('\b');
            case 't' -> value.append('\t');
            case 'n' -> value.append('\n');
            case 'f' -> value.append('\f');
            case 'r' -> value.append('\r');
            case 'u' -> value.append(unicode());
            case END, '\n' -> throw broken("a line ends with a backslash");
            default -> value.append(peek());
        }
    }

    private char unicode() throws BrokenFileException {
        try {
            char c = (char) Integer.parseInt(text.substring(at + 1, at + 5), 16);
            at += 4;
            return c;
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw broken("\\u is followed by four hexadecimal digits");
        }
    }

    private void skip(String blanks) {
        while (peek() != END && blanks.indexOf(peek()) >= 0) {
            at++;
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : END;
    }

    private int endOfLine() {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }

    private BrokenFileException broken(String what) {
        long line = text.substring(0, Math.min(at, text.length()))
                        .chars()
                        .filter(c -> c == '\n')
                        .count()
                + 1;
        return new BrokenFileException("line " + line + ": " + what);
    }
}
