package org.posthouse.console.web.page;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthouse.console.web.login.Session;
import org.posthouse.console.web.pages.Entry;
import org.posthouse.lib.page.Form;
import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Links;
import org.posthouse.lib.page.Words;

/** What all our pages have in common. */
public final class Frame {
    private static final Map<String, String> OTHERS = new LinkedHashMap<>();

    static {
        OTHERS.put("bundles", "Bundles");
        OTHERS.put("components", "Components");
        OTHERS.put("configMgr", "Configuration");
        OTHERS.put("services", "Services");
        OTHERS.put("logs", "OSGi log");
        OTHERS.put("healthcheck?tags=posthouse", "Health");
    }

    private Frame() {}

    /** Begins a page; ends with its body open. */
    static Html begin(Title title) {
        Html html = Html.page().open("html", "lang", "en").open("head");
        html.open("meta", "charset", "utf-8");
        html.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        title.write(html);
        html.open("link", "rel", "stylesheet", "href", Paths.MAIL + "/style.css");
        html.open("link", "rel", "icon", "href", Paths.MAIL + "/horn.svg");
        html.element("script", "", "src", Paths.MAIL + "/mail.js", "defer", "");
        return html.close().open("body");
    }

    /**
     * Begins a page for somebody who is in; ends with its main part open.
     *
     * @param menu the pages there are
     * @param path of the page that is shown
     */
    public static Html begin(Title title, Session session, List<Entry> menu, String path) {
        Html html = begin(title);
        html.element("a", "Skip to the page", "href", "#main", "class", "skip");
        html.open("header").element("a", "Posthouse", "href", Paths.MAIL, "class", "brand");
        html.open("nav", "aria-label", "Mail", "class", "pages");
        for (Entry entry : menu) {
            String address = Links.to(entry.path());
            if (entry.path().equals(path)) {
                html.element("a", entry.title(), "href", address, "aria-current", "page");
            } else {
                html.link(entry.title(), address);
            }
        }
        html.close().open("nav", "aria-label", "Server", "class", "others");
        OTHERS.forEach((label, name) -> html.link(name, Paths.CONSOLE + "/" + label));
        html.close();
        // Only with a script there is anything to stop.
        html.element("button", "Live", "type", "button", "id", "live", "hidden", "");
        html.open("form", "method", "post", "action", Paths.LOGOUT, "class", "who");
        html.open("input", "type", "hidden", "name", Form.TOKEN, "value", session.token());
        html.element("span", session.name()).element("button", "Log out").close();
        html.close().open("main", "id", "main", "tabindex", "-1");
        title.trail(html);
        return html;
    }

    /** Ends the main part: what is true of all pages. */
    public static Html end(Html html) {
        return html.close()
                .element(
                        "footer",
                        "Times are those of the server: " + Words.zone(Instant.now()) + "; one with a Z is UTC.");
    }

    /** What became of the last order; there, and empty, if there was none. */
    public static void said(Html html, Optional<Session.Note> note) {
        String grade = note.map(Session.Note::done).orElse(true) ? "said" : "said bad";
        String sentence = note.map(Session.Note::sentence).orElse("");
        html.element(
                "p", sentence, "id", "said", "class", grade, "role", "status", "aria-live", "polite", "tabindex", "-1");
    }
}
