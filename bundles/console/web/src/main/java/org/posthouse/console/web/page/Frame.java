package org.posthouse.console.web.page;

import java.util.LinkedHashMap;
import java.util.Map;

/** What all our pages have in common. */
final class Frame {
    private static final Map<String, String> OTHERS = new LinkedHashMap<>();

    static {
        OTHERS.put("mail", "Mail");
        OTHERS.put("bundles", "Bundles");
        OTHERS.put("components", "Components");
        OTHERS.put("configMgr", "Configuration");
        OTHERS.put("services", "Services");
        OTHERS.put("logs", "Log");
        OTHERS.put("healthcheck?tags=posthouse", "Health");
    }

    private Frame() {}

    /** Begins a page; ends with its body open. */
    static Html begin(String title) {
        Html html = Html.page().open("html", "lang", "en").open("head");
        html.open("meta", "charset", "utf-8");
        html.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.element("title", title + " · Posthouse");
        html.open("link", "rel", "stylesheet", "href", Paths.MAIL + "/style.css");
        html.open("link", "rel", "icon", "href", Paths.MAIL + "/horn.svg");
        html.element("script", "", "src", Paths.MAIL + "/mail.js", "defer", "defer");
        return html.close().open("body");
    }

    /** The bar above a page for somebody who is in. */
    static Html begin(String title, String user) {
        Html html = begin(title);
        html.open("header").element("a", "Posthouse", "href", Paths.MAIL, "class", "brand");
        html.open("nav", "aria-label", "pages");
        OTHERS.forEach((label, name) -> html.element("a", name, "href", Paths.CONSOLE + "/" + label));
        html.close();
        html.open("form", "method", "post", "action", Paths.LOGOUT, "class", "who")
                .element("span", user)
                .element("button", "log out")
                .close();
        return html.close().open("main");
    }
}
