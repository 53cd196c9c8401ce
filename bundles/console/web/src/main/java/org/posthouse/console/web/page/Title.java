package org.posthouse.console.web.page;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.posthouse.console.web.pages.Entry;
import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Links;

/** What a page is called where many are listed, as in tabs, and how one gets from it to the menu's page it belongs to. */
public final class Title {
    /** A page's main part begins with its heading; there is nothing but text in it. */
    private static final Pattern HEADING = Pattern.compile("<h1>([^<>]+)</h1>");

    /** As it stands in HTML. */
    private final String heading;

    private final Optional<Entry> page;

    private Title(String heading, Optional<Entry> page) {
        this.heading = heading;
        this.page = page;
    }

    /** Of what belongs to no page of the menu. */
    public static Title of(String words) {
        return new Title(escaped(words), Optional.empty());
    }

    /** @param main the page's main part, as it was written by {@link Html} */
    public static Title of(Entry page, String main) {
        Matcher matcher = HEADING.matcher(main);
        String own = escaped(page.title());
        String heading = matcher.lookingAt() ? matcher.group(1) : own;
        return new Title(heading, Optional.of(page).filter(each -> !heading.equals(own)));
    }

    private static String escaped(String words) {
        return Html.part().text(words).toString().strip();
    }

    void write(Html html) {
        html.open("title").written(heading);
        page.ifPresent(each -> html.text(" · " + each.title()));
        html.text(" · Posthouse").close();
    }

    /** Where one is below a page of the menu; nothing on that page itself. */
    void trail(Html html) {
        page.ifPresent(each -> {
            html.open("nav", "class", "trail", "aria-label", "Where this is").open("ol");
            html.open("li").link(each.title(), Links.to(each.path())).close();
            html.open("li")
                    .open("span", "aria-current", "page")
                    .written(heading)
                    .close();
            html.close().close().close();
        });
    }
}
