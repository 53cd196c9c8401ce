package org.posthouse.console.shell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Rows under headings that fit the terminal: the last column goes on in further lines; of the others the widest gives way first and
 * the first one last, for it names what the row is about; texts that are cut end in an ellipsis. */
final class Table {
    private static final int GAP = 2;
    private static final int NARROWEST = 6;
    /** So much of the last column stays before others give way. */
    private static final int READABLE = 24;
    /** With less of it a column that can be spared goes. */
    private static final int ENOUGH = 16;

    private final List<String> headings;
    private final List<List<String>> rows = new ArrayList<>();
    private String whenEmpty = "";
    private List<String> spare = List.of();

    Table(String... headings) {
        this.headings = List.of(headings);
    }

    /** What is said when there are no rows. */
    Table whenEmpty(String sentence) {
        whenEmpty = sentence;
        return this;
    }

    /** Columns that are left out where there is no room for all, the first of them first; not the last column. */
    Table spare(String... some) {
        spare = List.of(some);
        return this;
    }

    Table row(Object... cells) {
        rows.add(
                Arrays.stream(cells).map(cell -> Harmless.line(cell.toString())).toList());
        return this;
    }

    String text(int columns) {
        return text(columns, false);
    }

    /** @param colours whether headings and states are told apart by them */
    String text(int columns, boolean colours) {
        if (rows.isEmpty()) {
            return whenEmpty.isEmpty() ? "" : whenEmpty + "\n";
        }
        if (!spare.isEmpty() && wanted() > columns) {
            return without(spare.get(0)).text(columns, colours);
        }
        int[] widths = widths(columns);
        StringBuilder text = new StringBuilder();
        if (headings.stream().anyMatch(heading -> !heading.isEmpty())) {
            line(text, headings, widths, colours ? Tone.headings(headings) : List.of());
        }
        rows.forEach(row -> line(text, row, widths, colours ? Tone.cells(headings, row) : List.of()));
        return text.toString();
    }

    private Table without(String heading) {
        int[] kept = IntStream.range(0, headings.size())
                .filter(i -> !headings.get(i).equals(heading))
                .toArray();
        Table table = new Table(Arrays.stream(kept).mapToObj(headings::get).toArray(String[]::new));
        rows.forEach(row -> table.row(Arrays.stream(kept).mapToObj(row::get).toArray()));
        return table.spare(spare.subList(1, spare.size()).toArray(String[]::new));
    }

    /** How wide it would like to be; the last column can do with less. */
    private int wanted() {
        int[] widths = natural();
        int last = widths.length - 1;
        widths[last] = Math.min(widths[last], ENOUGH);
        return Arrays.stream(widths).sum() + GAP * last;
    }

    private int[] natural() {
        int[] widths = headings.stream().mapToInt(Width::of).toArray();
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], Width.of(row.get(i)));
            }
        }
        return widths;
    }

    private int[] widths(int columns) {
        int[] widths = natural();
        int last = widths.length - 1;
        int wanted = widths[last];
        widths[last] = Math.min(wanted, READABLE);
        // It is not cut, and its heading would go on in a further line.
        int narrowest = Math.max(NARROWEST, Width.of(headings.get(last)));
        int room = columns - GAP * last;
        while (Arrays.stream(widths).sum() > room) {
            int widest = widths.length - 1;
            for (int i = widths.length - 1; i > 0; i--) {
                widest = widths[i] > widths[widest] ? i : widest;
            }
            if (widths[widest] <= (widest == last ? narrowest : NARROWEST)) {
                widest = 0;
            }
            if (widths[widest] <= NARROWEST) {
                break;
            }
            widths[widest]--;
        }
        widths[last] = Math.min(
                wanted,
                Math.max(widths[last], room - Arrays.stream(widths, 0, last).sum()));
        return widths;
    }

    /** @param tones of each cell; none are needed */
    private static void line(StringBuilder text, List<String> cells, int[] widths, List<Tone> tones) {
        int last = widths.length - 1;
        int before = 0;
        for (int i = 0; i < last; i++) {
            String cell = cells.get(i);
            String cut = Width.cut(cell, widths[i]);
            text.append(tones.isEmpty() ? cut : tones.get(i).of(cut));
            text.append(" ".repeat(widths[i] - Width.of(cut) + GAP));
            before += widths[i] + GAP;
        }
        String rest = cells.get(last);
        for (int end = end(rest, widths[last]); end < rest.length(); end = end(rest, widths[last])) {
            text.append(rest, 0, end).append('\n').append(" ".repeat(before));
            rest = rest.substring(end).stripLeading();
        }
        text.append(tones.isEmpty() || before == 0 ? rest : tones.get(last).of(rest));
        while (text.charAt(text.length() - 1) == ' ') {
            text.setLength(text.length() - 1);
        }
        text.append('\n');
    }

    /** How much of a text goes on one line: whole words, and a part of one that is longer than a line. */
    private static int end(String text, int width) {
        int end = Width.end(text, width);
        if (end == text.length()) {
            return end;
        }
        int blank = text.lastIndexOf(' ', end);
        // A character that is wider than the line goes on it all the same.
        return blank > 0 ? blank : Math.max(end, Character.charCount(text.codePointAt(0)));
    }
}
