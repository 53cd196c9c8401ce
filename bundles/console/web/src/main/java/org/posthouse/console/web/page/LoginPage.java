package org.posthouse.console.web.page;

import org.posthouse.lib.page.Html;

/** Where one logs in. */
public final class LoginPage {
    private LoginPage() {}

    /** @param next where to go then */
    public static String write(String message, String next, boolean confidential) {
        Html html = Frame.begin(Title.of("Log in"));
        html.open("main", "class", "login");
        html.element("h1", "Posthouse");
        if (!message.isEmpty()) {
            html.element("p", message, "class", "said", "role", "alert");
        }
        if (!confidential) {
            html.element("p", "A password would go over the network in clear text: come by HTTPS.", "class", "said");
            return html.toString();
        }
        html.open("form", "method", "post", "action", Paths.LOGIN);
        html.open("input", "type", "hidden", "name", "next", "value", next);
        html.open("label").text("Name");
        html.open("input", "name", "name", "autocomplete", "username", "required", "required", "autofocus", "");
        html.close().open("label").text("Password");
        html.open("input", "type", "password", "name", "password", "autocomplete", "current-password", "required", "");
        html.close().element("button", "Log in").close();
        return html.toString();
    }
}
