package org.posthouse.lib.mime;

import java.util.ArrayList;
import java.util.List;

/**
 * A field body of the form {@code value; name=value …}: Content-Type, RFC 2045 §5.1, and Content-Disposition, RFC 2183. Reads what
 * people send: blanks and comments anywhere, values that lack their quotes. Linear in time; parameters beyond the limit are dropped.
 *
 * @param value what stands before the first semicolon, without comments; may be empty
 * @param parameters as sent, continuations not joined
 */
record MimeField(String value, List<Parameter> parameters) {
    /** Most parameters that are read. */
    static final int MAX_PARAMETERS = 1000;

    static MimeField parse(String body) {
        return new Reader(body).read();
    }

    /** Reads one field body. */
    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        MimeField read() {
            String value = bare(";");
            List<Parameter> parameters = new ArrayList<>();
            while (at < text.length() && parameters.size() < MAX_PARAMETERS) {
                at++;
                String name = bare(";=");
                if (at < text.length() && text.charAt(at) == '=') {
                    at++;
                    String content = value();
                    // A star is for what follows a name, RFC 2231 §3.
                    if (!name.isEmpty() && name.charAt(0) != '*') {
                        parameters.add(new Parameter(name, content));
                    }
                }
            }
            return new MimeField(value, List.copyOf(parameters));
        }

        /** Text up to one of these characters, without comments, blanks trimmed. */
        private String bare(String ends) {
            StringBuilder found = new StringBuilder();
            while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
                char c = text.charAt(at);
                if (c == '(') {
                    skipComment();
                } else {
                    found.append(c);
                    at++;
                }
            }
            return found.toString().strip();
        }

        private String value() {
            while (at < text.length() && (blank(text.charAt(at)) || text.charAt(at) == '(')) {
                if (text.charAt(at) == '(') {
                    skipComment();
                } else {
                    at++;
                }
            }
            if (at >= text.length() || text.charAt(at) != '"') {
                return bare(";");
            }
            StringBuilder quoted = new StringBuilder();
            at++;
            while (at < text.length() && text.charAt(at) != '"') {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                quoted.append(text.charAt(at++));
            }
            at++;
            bare(";");
            return quoted.toString();
        }

        private void skipComment() {
            int depth = 0;
            while (at < text.length()) {
                char c = text.charAt(at++);
                if (c == '\\') {
                    at++;
                } else if (c == '(') {
                    depth++;
                } else if (c == ')' && --depth == 0) {
                    return;
                }
            }
            at = Math.min(at, text.length());
        }

        private static boolean blank(char c) {
            return c == ' ' || c == '\t' || c == '\r' || c == '\n';
        }
    }
}
