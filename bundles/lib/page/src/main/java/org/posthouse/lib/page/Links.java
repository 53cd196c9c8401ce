package org.posthouse.lib.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Addresses of the console's pages. */
public final class Links {
    /** Felix's pages and ours. */
    public static final String CONSOLE = "/system/console";

    /** Ours. */
    public static final String MAIL = CONSOLE + "/mail";

    private Links() {}

    /** To a page by its path, with names and values of parameters in turn; those with an empty value are left out. */
    public static String to(String page, String... parameters) {
        return MAIL + "/" + page + query(parameters);
    }

    /** To the page where one is, with these parameters; {@code ?} without any. */
    public static String here(String... parameters) {
        String query = query(parameters);
        return query.isEmpty() ? "?" : query;
    }

    private static String query(String... parameters) {
        if (parameters.length % 2 != 0) {
            throw new IllegalArgumentException("a parameter without a value");
        }
        StringBuilder query = new StringBuilder();
        for (int i = 0; i < parameters.length; i += 2) {
            if (!parameters[i + 1].isEmpty()) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(encoded(parameters[i]))
                        .append('=')
                        .append(encoded(parameters[i + 1]));
            }
        }
        return query.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
