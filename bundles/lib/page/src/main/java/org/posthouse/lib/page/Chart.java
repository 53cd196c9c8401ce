package org.posthouse.lib.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * Lines over time as SVG, with their figures beside them in words: nobody needs to see them, or their colours.
 *
 * @param id of its own on the page
 * @param title what is counted, and in which unit
 * @param begin what stands at the left end: an hour ago
 * @param lines at most six, of equally many values each
 */
public record Chart(String id, String title, String begin, List<Line> lines) {
    private static final int WIDTH = 600;
    private static final int HEIGHT = 120;
    private static final int MOST = 6;

    /**
     * One of its lines.
     *
     * @param values oldest first, equally far apart; NaN is where nothing is known
     */
    public record Line(String name, List<Double> values) {
        public Line {
            values = List.copyOf(values);
        }

        double most() {
            return values.stream()
                    .filter(each -> !each.isNaN())
                    .mapToDouble(Double::doubleValue)
                    .max()
                    .orElse(0);
        }

        boolean known() {
            return values.stream().anyMatch(each -> !each.isNaN());
        }

        /** The last that is known. */
        String now() {
            for (int i = values.size() - 1; i >= 0; i--) {
                if (!values.get(i).isNaN()) {
                    return figure(values.get(i));
                }
            }
            return "none yet";
        }
    }

    public Chart {
        lines = List.copyOf(lines);
        if (lines.size() > MOST) {
            throw new IllegalArgumentException("at most " + MOST + " lines can be told apart");
        }
    }

    public void write(Html html) {
        double most = Math.max(1, lines.stream().mapToDouble(Line::most).max().orElse(0));
        html.open("figure", "class", "chart").element("h3", title);
        html.element("span", figure(most), "class", "most", "aria-hidden", "true");
        html.open(
                "svg",
                "viewBox",
                "0 0 " + WIDTH + " " + HEIGHT,
                "preserveAspectRatio",
                "none",
                "role",
                "img",
                "aria-labelledby",
                id + "-title " + id + "-desc");
        html.element("title", title, "id", id + "-title");
        html.element("desc", words(), "id", id + "-desc");
        for (int part = 0; part <= 4; part++) {
            String y = Integer.toString(HEIGHT * part / 4);
            html.open("line", "x1", "0", "x2", Integer.toString(WIDTH), "y1", y, "y2", y)
                    .close();
        }
        for (int i = 0; i < lines.size(); i++) {
            for (String points : runs(lines.get(i).values(), most)) {
                html.open("polyline", "class", "line" + (i + 1), "points", points)
                        .close();
            }
        }
        html.close().open("div", "class", "axis", "aria-hidden", "true");
        html.element("span", begin).element("span", "now").close();
        legend(html);
        html.close();
    }

    private void legend(Html html) {
        html.open("figcaption").open("ul", "class", "legend");
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            html.open("li").open("svg", "viewBox", "0 0 24 6", "aria-hidden", "true");
            html.open("line", "class", "line" + (i + 1), "x1", "0", "x2", "24", "y1", "3", "y2", "3")
                    .close()
                    .close();
            html.text(line.name() + " ").element("strong", line.now());
            if (line.known()) {
                html.element("span", " most " + figure(line.most()), "class", "quiet");
            }
            html.close();
        }
        html.close().close();
    }

    private String words() {
        StringJoiner words = new StringJoiner("; ", "Since " + begin + ": ", ".");
        lines.forEach(each -> words.add(each.name() + " now " + each.now() + ", most " + figure(each.most())));
        return words.toString();
    }

    /** A line is broken where nothing is known. */
    private static List<String> runs(List<Double> values, double most) {
        List<String> runs = new ArrayList<>();
        StringBuilder run = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            double value = values.get(i);
            if (Double.isNaN(value)) {
                add(runs, run);
            } else {
                double x = values.size() == 1 ? 0 : (double) WIDTH * i / (values.size() - 1);
                double y = HEIGHT - 1 - value / most * (HEIGHT - 2);
                run.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
            }
        }
        add(runs, run);
        return runs;
    }

    private static void add(List<String> runs, StringBuilder run) {
        if (!run.isEmpty()) {
            String points = run.toString().strip();
            // Seen also where it is one point only.
            runs.add(points.contains(" ") ? points : points + " " + points);
            run.setLength(0);
        }
    }

    private static String figure(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return String.format(Locale.ROOT, "%d", (long) value);
        }
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
    }
}
