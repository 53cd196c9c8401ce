package org.posthouse.console.web.page;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/** Writes HTML whose every text and attribute is escaped: there is no way to write anything else. */
public final class Html {
    private static final Set<String> VOID = Set.of("br", "hr", "input", "link", "meta");

    private final StringBuilder out;
    private final Deque<String> open = new ArrayDeque<>();

    private Html(String begin) {
        out = new StringBuilder(16_384).append(begin);
    }

    /** A whole page. */
    public static Html page() {
        return new Html("<!DOCTYPE html>\n");
    }

    /** Begins an element; attributes are names and values in turn. */
    public Html open(String element, String... attributes) {
        if (!element.matches("[a-z][a-z0-9]*") || attributes.length % 2 != 0) {
            throw new IllegalArgumentException("no element: " + element);
        }
        out.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
        out.append('>');
        if (!VOID.contains(element)) {
            open.push(element);
        }
        return this;
    }

    /** Ends the element begun last. */
    public Html close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    public Html text(Object text) {
        escape(String.valueOf(text));
        return this;
    }

    /** A whole element with nothing but text in it. */
    public Html element(String element, Object text, String... attributes) {
        return open(element, attributes).text(text).close();
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(misleading(c) ? '\ufffd' : c);
            }
        }
    }

    /** Control characters, and those that turn the direction of what stands around them. */
    private static boolean misleading(char c) {
        return (Character.isISOControl(c) && c != '\n' && c != '\t')
                || c == '\u061c'
                || c == '\u200e'
                || c == '\u200f'
                || (c >= '\u202a' && c <= '\u202e')
                || (c >= '\u2066' && c <= '\u2069');
    }

    /** All of it, with every element ended. */
    @Override
    public String toString() {
        StringBuilder whole = new StringBuilder(out);
        open.forEach(element -> whole.append("</").append(element).append('>'));
        return whole.append('\n').toString();
    }
}
