package org.posthouse.console.overview;

import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Links;

/** Links to the spans of time that can be looked back at. */
final class Spans {
    private Spans() {}

    static void write(Html html, Charts.Span shown) {
        html.open("nav", "class", "spans", "aria-label", "Span of the charts");
        for (Charts.Span span : Charts.Span.values()) {
            String address = Links.here("span", span.id());
            String words = "Last " + span.id();
            if (span == shown) {
                html.element("a", words, "href", address, "aria-current", "true");
            } else {
                html.link(words, address);
            }
        }
        html.close();
    }
}
