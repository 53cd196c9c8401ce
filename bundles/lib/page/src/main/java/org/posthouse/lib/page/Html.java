package org.posthouse.lib.page;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes HTML whose every text and attribute is escaped: there is no way to write anything else. Styles and scripts within the page are
 * refused, as the browser is told to refuse them too; an address that leads elsewhere leads nowhere.
 */
public final class Html {
    /** An address of no more characters stands in one line. */
    private static final int SHORT = 24;

    private static final Set<String> VOID = Set.of("br", "hr", "input", "link", "meta", "wbr");
    /** Attributes that are addresses. */
    private static final Set<String> ADDRESSES = Set.of("href", "src", "action", "formaction");

    private static final Pattern ELEMENT = Pattern.compile("[a-zA-Z][a-zA-Z0-9]*");
    private static final Pattern ATTRIBUTE = Pattern.compile("(?!on|style$)[a-zA-Z][a-zA-Z0-9-]*");
    /** Of this server: no scheme, no other host, RFC 3986 §4.2. */
    private static final Pattern OURS = Pattern.compile("(?!//)[^:\\\\\\p{Cntrl}]*|[/?#](?!/)[^\\\\\\p{Cntrl}]*");

    private final StringBuilder out;
    private final Deque<String> open = new ArrayDeque<>();

    private Html(String begin) {
        out = new StringBuilder(16_384).append(begin);
    }

    /** A whole page. */
    public static Html page() {
        return new Html("<!DOCTYPE html>\n");
    }

    /** A part of one. */
    public static Html part() {
        return new Html("");
    }

    /** Begins an element; attributes are names and values in turn. */
    public Html open(String element, String... attributes) {
        if (!ELEMENT.matcher(element).matches() || attributes.length % 2 != 0) {
            throw new IllegalArgumentException("no element: " + element);
        }
        out.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            attribute(attributes[i], attributes[i + 1]);
        }
        out.append('>');
        if (!VOID.contains(element)) {
            open.push(element);
        }
        return this;
    }

    private void attribute(String name, String value) {
        if (!ATTRIBUTE.matcher(name).matches()) {
            throw new IllegalArgumentException("no attribute: " + name);
        }
        out.append(' ').append(name).append("=\"");
        escape(ADDRESSES.contains(name) && !OURS.matcher(value).matches() ? "#" : value);
        out.append('"');
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

    /** A link; the address is this server's. */
    public Html link(Object text, String address) {
        return element("a", text, "href", address);
    }

    /** A coloured word; the style sheet knows good, fair, bad and plain. The word says it too. */
    public Html badge(Object word, String grade) {
        return element("span", word, "class", "badge " + grade);
    }

    /** An address of mail: where it is too long for its place a line ends before its @, or before a dot of a long part. */
    public Html address(Object address) {
        open("span", "class", "address");
        String text = String.valueOf(address);
        for (String part : text.length() > SHORT ? text.split("(?=@)") : new String[] {text}) {
            out.append(part.startsWith("@") ? "<wbr>" : "");
            for (String label : part.length() > SHORT ? part.split("(?=\\.)") : new String[] {part}) {
                out.append(label.startsWith(".") ? "<wbr>" : "");
                escape(label);
            }
        }
        return close();
    }

    /** What another one of these has written. Never anything else. */
    public Html written(String html) {
        out.append(html);
        return this;
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
