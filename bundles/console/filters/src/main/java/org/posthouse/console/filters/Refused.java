package org.posthouse.console.filters;

import java.util.List;
import org.posthouse.api.plugin.Reason;
import org.posthouse.lib.page.Html;

/** A jar that was not put to work, and why. */
record Refused(String file, List<Reason> reasons) {
    /** Names the parameter of the page's address. */
    static final String PARAMETER = "refused";

    void write(Html html) {
        html.element("p", file + " was refused, and nothing has changed:");
        reasons(html, reasons);
    }

    /** Each with what to do about it. */
    static void reasons(Html html, List<Reason> reasons) {
        html.open("ul", "class", "reasons");
        for (Reason reason : reasons) {
            html.open("li").text(reason.sentence());
            if (!reason.remedy().isEmpty()) {
                html.open("br").element("strong", "What to do: ").text(reason.remedy());
            }
            html.close();
        }
        html.close();
    }
}
