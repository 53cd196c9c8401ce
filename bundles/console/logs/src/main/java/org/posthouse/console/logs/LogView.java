package org.posthouse.console.logs;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.posthouse.api.mail.MailException;
import org.posthouse.console.logs.Tail.Part;
import org.posthouse.lib.page.Form;
import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Links;
import org.posthouse.lib.page.Section;
import org.posthouse.lib.page.Words;
import org.posthouse.spi.console.Visit;

/** The last entries of a log that are wanted; the page's script puts behind them what comes. */
final class LogView {
    private static final int MOST = 200;
    private static final Duration PATIENCE = Duration.ofMillis(800);

    private final Path folder;
    private final LevelsView levels;

    LogView(Path folder, LevelsView levels) {
        this.folder = folder;
        this.levels = levels;
    }

    String write(Visit visit) throws MailException {
        Wanted wanted = Wanted.of(visit);
        Html html = Html.part().element("h1", "Logs");
        html.open("section", "aria-label", wanted.log().file());
        search(html, wanted);
        lines(html, wanted);
        html.close();
        Section.write(html, "levels", "How much services tell", part -> levels.write(part, visit.token()));
        return html.element("script", "", "src", Links.to(LogsPage.PATH) + "/" + LogsPage.SCRIPT, "defer", "")
                .toString();
    }

    private static void search(Html html, Wanted wanted) {
        Map<String, String> grave = new LinkedHashMap<>();
        grave.put("", "all");
        Wanted.LEVELS.forEach(level -> grave.put(
                level, level.toLowerCase(Locale.ROOT) + (level.equals(Wanted.LEVELS.get(0)) ? "" : " and graver")));
        Form.search(html, "find")
                .choice("log", "Log", Log.words(), wanted.log().key())
                .field("service", "Written by", wanted.service(), "placeholder", "smtp, core.queue")
                .choice("level", "Level", grave, wanted.level())
                .field("id", "Queue or connection id", wanted.id())
                .field("text", "Text", wanted.text())
                .end("Show");
    }

    private void lines(Html html, Wanted wanted) throws MailException {
        long begun = System.nanoTime();
        Part part;
        try {
            part = new Tail(folder.resolve(wanted.log().file()), wanted)
                    .last(MOST, () -> System.nanoTime() - begun > PATIENCE.toNanos());
        } catch (IOException e) {
            throw MailException.notNow("the log cannot be read", e);
        }
        html.open("p")
                .link(
                        "save " + wanted.log().file(),
                        Links.to(LogsPage.PATH) + "/" + wanted.log().file())
                .close();
        if (part.lines().isEmpty()) {
            html.element(
                    "p", wanted.some() ? "No entry fits." : "Nothing is logged yet.", "class", "quiet", "id", "none");
        }
        if (!part.whole() && part.lines().size() < MOST) {
            html.element(
                    "p",
                    "These are of its last " + Words.size(part.octets())
                            + "; to look through the rest takes too long here: save the log.",
                    "class",
                    "said");
        }
        list(html, wanted, part);
    }

    private static void list(Html html, Wanted wanted, Part part) {
        List<String> parameters = new ArrayList<>(List.of(wanted.parameters()));
        html.open(
                "ol",
                "class",
                "log",
                "id",
                "lines",
                "tabindex",
                "0",
                "aria-label",
                "entries, the newest last",
                "data-cursor",
                part.cursor().text(),
                "data-news",
                Links.to(LogsPage.PATH + "/" + LogsPage.NEWS, parameters.toArray(String[]::new)));
        part.lines().forEach(line -> line(html, line));
        html.close();
    }

    private static void line(Html html, Line line) {
        html.open("li", "class", grade(line.level()));
        html.element("time", line.time()).text(" ");
        if (!line.level().isEmpty()) {
            html.element("span", line.level(), "class", "level").text(" ");
        }
        line.shortService().ifPresent(its -> html.element("span", its, "class", "service", "title", line.service())
                .text(" "));
        html.element("bdi", line.text()).close();
    }

    private static String grade(String level) {
        return switch (level) {
            case "ERROR" -> "bad";
            case "WARN" -> "fair";
            default -> "plain";
        };
    }

    /** What has come since the page, or its script, was told last: the same list, to be put behind. */
    String news(Visit visit) throws MailException {
        Wanted wanted = Wanted.of(visit);
        try {
            Part part = new Tail(folder.resolve(wanted.log().file()), wanted)
                    .since(Cursor.of(visit.parameter("cursor")), MOST);
            Html html = Html.part();
            html.open("ol", "data-cursor", part.cursor().text());
            if (!part.whole()) {
                html.element("li", "… more came at a time than is shown here …", "class", "quiet");
            }
            part.lines().forEach(line -> line(html, line));
            return html.close().toString();
        } catch (IOException e) {
            throw MailException.notNow("the log cannot be read", e);
        }
    }
}
