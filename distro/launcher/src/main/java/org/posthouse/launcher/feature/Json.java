package org.posthouse.launcher.feature;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads RFC 8259 JSON, and {@code //} and block comments, to maps, lists, strings, longs, decimals and booleans. Null is refused: nothing here needs it. */
public final class Json {
    private static final int MAX_DEPTH = 64;

    private final String text;
    private int at;
    private int depth;

    private Json(String text) {
        this.text = text;
    }

    /** Fails with {@link FeatureException}, which names the line. */
    public static Object parse(String text) {
        Json json = new Json(text);
        Object value = json.value();
        json.skip();
        if (json.at < text.length()) {
            throw json.bad("text after the end");
        }
        return value;
    }

    private Object value() {
        skip();
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            default -> number();
        };
    }

    private Map<String, Object> object() {
        Map<String, Object> map = new LinkedHashMap<>();
        enter();
        if (!leave('}')) {
            do {
                skip();
                if (peek() != '"') {
                    throw bad("a name in quotes expected");
                }
                String name = string();
                skip();
                expect(':');
                if (map.put(name, value()) != null) {
                    throw bad("twice the name " + name);
                }
            } while (more('}'));
        }
        return map;
    }

    private List<Object> array() {
        List<Object> list = new ArrayList<>();
        enter();
        if (!leave(']')) {
            do {
                list.add(value());
            } while (more(']'));
        }
        return list;
    }

    private void enter() {
        at++;
        if (++depth > MAX_DEPTH) {
            throw bad("too deep");
        }
    }

    private boolean leave(char close) {
        skip();
        if (peek() != close) {
            return false;
        }
        at++;
        depth--;
        return true;
    }

    private boolean more(char close) {
        if (leave(close)) {
            return false;
        }
        expect(',');
        return true;
    }

    private String string() {
        StringBuilder out = new StringBuilder();
        at++;
        while (peek() != '"') {
            char c = text.charAt(at++);
            if (c < ' ') {
                throw bad("a control character in a string");
            }
            out.append(c == '\\' ? escape() : c);
        }
        at++;
        return out.toString();
    }

    private char escape() {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw bad("an unknown escape");
        };
    }

    private char unicode() {
        if (at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9A-Fa-f]{4}")) {
            throw bad("four hexadecimal digits expected");
        }
        at += 4;
        return (char) Integer.parseInt(text.substring(at - 4, at), 16);
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, at)) {
            throw bad(word + " expected");
        }
        at += word.length();
        return value;
    }

    private Object number() {
        int start = at;
        while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String number = text.substring(start, at);
        if (!number.matches("-?(0|[1-9][0-9]{0,17})([.][0-9]+)?([eE][+-]?[0-9]{1,3})?")) {
            throw bad("a value expected");
        }
        if (number.matches("-?[0-9]+")) {
            return Long.valueOf(number);
        }
        return new BigDecimal(number);
    }

    private void skip() {
        while (at < text.length()) {
            if (text.startsWith("//", at)) {
                at = after("\n");
            } else if (text.startsWith("/*", at)) {
                at = after("*/");
            } else if (" \t\r\n".indexOf(text.charAt(at)) >= 0) {
                at++;
            } else {
                return;
            }
        }
    }

    private int after(String end) {
        int found = text.indexOf(end, at + 2);
        return found < 0 ? text.length() : found + end.length();
    }

    private void expect(char c) {
        if (peek() != c) {
            throw bad("'" + c + "' expected");
        }
        at++;
    }

    private char peek() {
        if (at >= text.length()) {
            throw bad("the text ends too early");
        }
        return text.charAt(at);
    }

    private FeatureException bad(String what) {
        long before = text.chars().limit(at).filter(c -> c == '\n').count();
        return new FeatureException(what + ", line " + (before + 1));
    }
}
