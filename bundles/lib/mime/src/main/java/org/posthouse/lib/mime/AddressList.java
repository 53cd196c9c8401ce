package org.posthouse.lib.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the address list of a field body, RFC 5322 §3.4 with the obsolete syntax of §4.4: groups, routes, comments, quoted strings. Takes
 * what people send: what cannot be an address is passed over or becomes one without a domain. Linear in time; encoded words are left
 * as they are.
 */
public final class AddressList {
    /** Most entries that are read of one field. */
    public static final int MAX_ENTRIES = 20_000;

    private final String text;
    private final List<MailboxAddress> found = new ArrayList<>();
    private int at;
    private boolean inGroup;
    private String comment = "";

    private AddressList(String text) {
        this.text = text;
    }

    /** The entries in order; a group that is not closed is closed at the end. */
    public static List<MailboxAddress> parse(String fieldBody) {
        AddressList list = new AddressList(fieldBody);
        list.read();
        return list.found;
    }

    private void read() {
        while (at < text.length() && found.size() < MAX_ENTRIES) {
            int begin = at;
            skipBlanks();
            char c = peek();
            if (c == ';' && inGroup) {
                endGroup();
                at++;
            } else if (c == ',' || c == ';' || c == '>' || c == ')' || c == ']') {
                at++;
            } else if (at < text.length()) {
                entry();
            }
            if (at == begin) {
                at++;
            }
        }
        if (inGroup) {
            endGroup();
        }
    }

    private void endGroup() {
        found.add(MailboxAddress.GROUP_END);
        inGroup = false;
    }

    private void entry() {
        comment = "";
        StringBuilder words = new StringBuilder();
        StringBuilder joined = new StringBuilder();
        while (at < text.length()) {
            skipBlanks();
            char c = peek();
            if (c == '<') {
                at++;
                angle(words.toString());
                return;
            } else if (c == ':' && !inGroup) {
                at++;
                found.add(MailboxAddress.groupBegin(words.toString()));
                inGroup = true;
                return;
            } else if (c == '@') {
                at++;
                String host = domain();
                skipBlanks();
                add(comment, "", joined.toString(), host);
                skipRest();
                return;
            } else if (c == 0 || c == ',' || c == ';' || c == '>') {
                break;
            }
            String word = word();
            if (words.length() > 0 && !word.isEmpty()) {
                words.append(' ');
            }
            words.append(word);
            joined.append(word);
        }
        if (joined.length() > 0) {
            add(comment, "", joined.toString(), "");
        }
    }

    /** What stands between angle brackets, with the obsolete route, RFC 5322 §4.4. */
    private void angle(String name) {
        skipBlanks();
        String route = peek() == '@' ? route() : "";
        StringBuilder local = new StringBuilder();
        String host = "";
        while (at < text.length()) {
            skipBlanks();
            char c = peek();
            if (c == '@') {
                at++;
                host = domain();
            } else if (c == '>') {
                at++;
                break;
            } else if (c == 0 || c == ',' || c == ';') {
                break;
            } else if (host.isEmpty()) {
                local.append(word());
            } else {
                word();
            }
        }
        skipBlanks();
        add(name.isEmpty() ? comment : name, route, local.toString(), host);
        skipRest();
    }

    private String route() {
        int begin = at;
        while (at < text.length() && ":<>;\"".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String route = text.substring(begin, at);
        if (peek() == ':') {
            at++;
        }
        return route;
    }

    private void add(String name, String route, String mailbox, String host) {
        found.add(new MailboxAddress(present(name), present(route), Optional.of(mailbox), Optional.of(host)));
    }

    private static Optional<String> present(String value) {
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    /** Up to the comma that ends this entry; quoted strings and comments stay whole. */
    private void skipRest() {
        while (at < text.length()) {
            skipBlanks();
            char c = peek();
            if (c == 0 || c == ',' || c == ';') {
                return;
            }
            word();
        }
    }

    private String domain() {
        StringBuilder domain = new StringBuilder();
        while (at < text.length()) {
            skipBlanks();
            char c = peek();
            if (c == '[') {
                int close = text.indexOf(']', at);
                int end = close < 0 ? text.length() : close + 1;
                domain.append(text, at, end);
                at = end;
            } else if (c == 0 || isSpecial(c)) {
                break;
            } else {
                domain.append(word());
            }
        }
        return domain.toString();
    }

    /** A quoted string without its quotes, or an atom with dots; one character if it is neither. */
    private String word() {
        char first = peek();
        if (first == '"') {
            return quoted();
        }
        int begin = at;
        while (at < text.length() && !isSpecial(text.charAt(at)) && !isBlank(text.charAt(at))) {
            at++;
        }
        if (at == begin) {
            at++;
            return first == '.' || first == '\\' ? String.valueOf(first) : "";
        }
        return text.substring(begin, at);
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                break;
            }
            if (c == '\\' && at < text.length()) {
                c = text.charAt(at++);
            }
            value.append(c);
        }
        return value.toString();
    }

    private void skipBlanks() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '(') {
                comment();
            } else if (isBlank(c)) {
                at++;
            } else {
                return;
            }
        }
    }

    private void comment() {
        StringBuilder value = new StringBuilder();
        int depth = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '(' && depth++ == 0) {
                continue;
            }
            if (c == ')' && --depth == 0) {
                break;
            }
            if (c == '\\' && at < text.length()) {
                c = text.charAt(at++);
            }
            value.append(c);
        }
        comment = value.toString().strip();
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == 0;
    }

    private static boolean isSpecial(char c) {
        return "()<>[]:;@\\,\"".indexOf(c) >= 0;
    }
}
