package org.posthouse.console.web.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where things are. */
public final class Paths {
    public static final String CONSOLE = "/system/console";
    public static final String MAIL = CONSOLE + "/mail";
    public static final String LOGIN = MAIL + "/login";
    public static final String LOGOUT = MAIL + "/logout";
    public static final String TRACE = MAIL + "/trace";
    public static final String CONNECTIONS = MAIL + "/old/connections";
    public static final String QUEUE = MAIL + "/old/queue";
    public static final String PLUG_INS = MAIL + "/plugins";

    private Paths() {}

    /** The page about one mail. */
    static String trace(String queueId) {
        return TRACE + "?q=" + queueId;
    }

    /** The page about what is found by a key. */
    static String trace(String key, String value) {
        return TRACE + "?by=" + key + "&q=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
