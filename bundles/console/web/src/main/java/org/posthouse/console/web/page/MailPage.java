package org.posthouse.console.web.page;

import java.util.List;
import java.util.Optional;
import org.posthouse.api.mail.MailException;

/** The first page: how mail fares. */
public final class MailPage {
    private final String version;
    private final List<Section> sections;

    /** @param version of the server */
    public MailPage(String version, List<Section> sections) {
        this.version = version;
        this.sections = List.copyOf(sections);
    }

    /** @param message what became of the last request */
    public String write(String user, Optional<String> message) {
        Html html = Frame.begin("Mail", user);
        html.element("h1", "Posthouse " + version);
        message.ifPresent(text -> html.element("p", text, "class", "said", "role", "status"));
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
