package org.posthouse.console.web.page;

import org.posthouse.lib.page.Links;

/** Where things are. */
public final class Paths {
    public static final String CONSOLE = Links.CONSOLE;
    public static final String MAIL = Links.MAIL;
    public static final String LOGIN = MAIL + "/login";
    public static final String LOGOUT = MAIL + "/logout";

    private Paths() {}
}
