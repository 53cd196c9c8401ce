package org.posthouse.console.web.page;

import java.util.List;
import org.posthouse.lib.page.Html;

/** A table that says so when it is empty. */
final class Rows {
    private final Html html;

    /** Begins it, with these headings; an empty one is for buttons. */
    Rows(Html html, String... headings) {
        this.html = html;
        html.open("div", "class", "scroll").open("table").open("thead").open("tr");
        for (String heading : headings) {
            html.element("th", heading);
        }
        html.close().close().open("tbody");
    }

    Rows begin() {
        html.open("tr");
        return this;
    }

    Rows cell(Object text, String... attributes) {
        html.element("td", text, attributes);
        return this;
    }

    Rows number(Object text) {
        return cell(text, "class", "number");
    }

    /** A coloured word; the style sheet knows good, fair and bad. */
    Rows badge(String word, String grade) {
        html.open("td").element("span", word, "class", "badge " + grade).close();
        return this;
    }

    Rows link(String text, String address) {
        html.open("td").element("a", text, "href", address).close();
        return this;
    }

    /** One button for each word: a form that posts the word as action. */
    Rows buttons(String address, String field, String value, List<String> words) {
        html.open("td", "class", "buttons").open("form", "method", "post", "action", address);
        html.open("input", "type", "hidden", "name", field, "value", value);
        for (String word : words) {
            html.element("button", word, "name", "action", "value", word);
        }
        html.close().close();
        return this;
    }

    Rows end() {
        html.close();
        return this;
    }

    /** Ends the table. */
    void close() {
        html.close().close().close();
    }
}
