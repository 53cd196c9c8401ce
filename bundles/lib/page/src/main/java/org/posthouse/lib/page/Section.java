package org.posthouse.lib.page;

import org.posthouse.api.mail.MailException;

/** A part of a page with a heading. The page's script keeps it fresh, by its id, while nobody works in it. */
public final class Section {
    private Section() {}

    /** What stands in a section. */
    @FunctionalInterface
    public interface Part {
        void write(Html html) throws MailException;
    }

    /**
     * Writes it. If it cannot be told now, it says so; the others are written all the same.
     *
     * @param id of its own on the page, of letters a to z
     */
    public static void write(Html html, String id, String title, Part part) {
        html.open("section", "id", id, "aria-labelledby", id + "-title").element("h2", title, "id", id + "-title");
        Html inner = Html.part();
        try {
            part.write(inner);
            html.written(inner.toString());
        } catch (MailException e) {
            html.element("p", "This cannot be told now: " + e.getMessage(), "class", "said bad");
        }
        html.close();
    }
}
