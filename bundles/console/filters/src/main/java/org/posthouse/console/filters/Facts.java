package org.posthouse.console.filters;

import org.posthouse.lib.page.Html;

/** Names and what is true of them. */
final class Facts {
    private final Html html;

    Facts(Html html) {
        this.html = html.open("dl", "class", "facts");
    }

    Facts fact(String name, Object value) {
        html.element("dt", name).element("dd", value);
        return this;
    }

    Facts badge(String name, String word, String grade) {
        html.element("dt", name).open("dd").badge(word, grade).close();
        return this;
    }

    void end() {
        html.close();
    }
}
