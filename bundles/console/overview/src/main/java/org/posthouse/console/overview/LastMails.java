package org.posthouse.console.overview;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.posthouse.api.trace.Trace;
import org.posthouse.lib.page.Fate;
import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Links;
import org.posthouse.lib.page.Rows;

/** The mails that came or were refused last, the newest first, as the page about mails tells of them. */
final class LastMails {
    private static final int MOST = 10;
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private LastMails() {}

    static void write(Html html, Trace trace) {
        List<Trace.Life> lives = trace.search(
                        new Trace.Search(Optional.empty(), Fate.ARRIVALS, Optional.empty(), Optional.empty()),
                        MOST,
                        PATIENCE)
                .lives();
        if (lives.isEmpty()) {
            html.element("p", "No mail yet.", "class", "quiet");
            return;
        }
        Rows rows = Rows.wide(html, "Last mails", "Time", "Mail", "From", "To", "What became of it");
        for (Trace.Life life : lives.subList(0, Math.min(MOST, lives.size()))) {
            Fate fate = Fate.of(life);
            rows.begin()
                    .time(life.found().time())
                    .id(life.id(), Links.to("messages") + "/" + life.id())
                    .address(fate.sender())
                    .cell(fate::to)
                    .cell(fate::badges)
                    .end();
        }
        rows.close();
        html.open("p").link("All messages", Links.to("messages")).close();
    }
}
