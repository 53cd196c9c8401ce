package org.posthouse.core.pipeline;

import java.util.Locale;
import org.posthouse.lib.mime.HeaderFields.Field;

/**
 * Finds Authentication-Results fields in a mail from outside that claim to be ours: whoever reads them would take them for what our
 * filters found. RFC 8601 §5 has them removed.
 */
final class ForgedResults {
    private ForgedResults() {}

    /** Whether the field names this host as its author. */
    static boolean claims(Field field, String host) {
        return field.name().equalsIgnoreCase("Authentication-Results")
                && author(field.body()).equals(host.toLowerCase(Locale.ROOT));
    }

    /** The authentication service identifier: the first word that is not in a comment, without quotes, RFC 8601 §2.2. */
    private static String author(String body) {
        StringBuilder word = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth = Math.max(0, depth - 1);
            } else if (depth == 0 && c != '"') {
                boolean blank = c == ' ' || c == '\t';
                if (c == ';' || (blank && word.length() > 0)) {
                    break;
                }
                if (!blank) {
                    word.append(c);
                }
            }
        }
        String name = word.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
