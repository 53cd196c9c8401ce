package org.posthouse.console.web.page;

import java.util.List;
import org.posthouse.api.mail.MailException;
import org.posthouse.console.web.login.Session;
import org.posthouse.console.web.pages.Entry;
import org.posthouse.lib.page.Html;

/** The first page: how mail fares. */
public final class MailPage {
    private final String version;
    private final List<Section> sections;

    /** @param version of the server */
    public MailPage(String version, List<Section> sections) {
        this.version = version;
        this.sections = List.copyOf(sections);
    }

    public String write(Session session, List<Entry> menu) {
        Html html = Frame.begin("Mail", session, menu, "");
        html.element("h1", "Posthouse " + version);
        Frame.said(html, session.note());
        for (Section section : sections) {
            html.open("section", "id", section.id()).element("h2", section.title());
            write(section, html);
            html.close();
        }
        return html.toString();
    }

    private static void write(Section section, Html html) {
        try {
            section.write(html);
        } catch (MailException e) {
            html.element("p", "This cannot be told now: " + e.getMessage(), "class", "said");
        }
    }
}
