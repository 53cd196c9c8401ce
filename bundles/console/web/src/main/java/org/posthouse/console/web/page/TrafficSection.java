package org.posthouse.console.web.page;

import java.util.List;
import java.util.Map;
import org.posthouse.lib.page.Html;

/** How much mail goes through: in all, and in each of the last sixty minutes. */
public final class TrafficSection implements Section {
    private static final List<String> SHOWN = List.of("accepted", "refused", "delivered", "deferred", "failed");
    private static final int BAR = 10;
    private static final int HEIGHT = 140;

    private final Traffic traffic;

    public TrafficSection(Traffic traffic) {
        this.traffic = traffic;
    }

    @Override
    public String id() {
        return "traffic";
    }

    @Override
    public String title() {
        return "Traffic since the start";
    }

    @Override
    public void write(Html html) {
        Map<String, Long> totals = traffic.totals();
        html.open("dl", "class", "figures");
        for (String stage : SHOWN) {
            html.open("div")
                    .element("dt", stage)
                    .element("dd", totals.getOrDefault(stage, 0L))
                    .close();
        }
        html.close();
        chart(html, traffic.minutes());
    }

    private static void chart(Html html, List<Long> minutes) {
        long most = minutes.stream().mapToLong(Long::longValue).max().orElse(0);
        int width = Traffic.MINUTES * BAR;
        html.open("figure").open("svg", "viewBox", "0 0 " + width + " " + HEIGHT, "role", "img");
        html.element("title", "Mails accepted in each of the last " + Traffic.MINUTES + " minutes");
        html.open("line", "x1", "0", "x2", "" + width, "y1", "" + HEIGHT, "y2", "" + HEIGHT)
                .close();
        int x = width - minutes.size() * BAR;
        for (long count : minutes) {
            long height = most == 0 ? 0 : Math.round((double) count / most * (HEIGHT - 2));
            html.open(
                            "rect",
                            "x",
                            "" + (x + 1),
                            "width",
                            "" + (BAR - 2),
                            "y",
                            "" + (HEIGHT - height),
                            "height",
                            "" + height)
                    .close();
            x += BAR;
        }
        html.close();
        html.element("figcaption", "accepted per minute, the last hour; most: " + most);
        html.close();
    }
}
