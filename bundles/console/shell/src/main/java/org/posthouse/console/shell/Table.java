package org.posthouse.console.shell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows under headings that fit the terminal: the widest column gives way first and the first one last, for it
 * names what the row is about; cut texts end in an ellipsis. */
final class Table {
    private static final int GAP = 2;
    private static final int NARROWEST = 6;

    private final List<String> headings;
    private final List<List<String>> rows = new ArrayList<>();
    private String whenEmpty = "";

    Table(String... headings) {
        this.headings = List.of(headings);
    }

    /** What is said when there are no rows. */
    Table whenEmpty(String sentence) {
        whenEmpty = sentence;
        return this;
    }

    Table row(Object... cells) {
        rows.add(Arrays.stream(cells).map(cell -> printable(cell.toString())).toList());
        return this;
    }

    String text(int columns) {
        if (rows.isEmpty()) {
            return whenEmpty.isEmpty() ? "" : whenEmpty + "\n";
        }
        int[] widths = widths(columns);
        StringBuilder text = new StringBuilder();
        if (headings.stream().anyMatch(heading -> !heading.isEmpty())) {
            line(text, headings, widths);
        }
        rows.forEach(row -> line(text, row, widths));
        return text.toString();
    }

    private int[] widths(int columns) {
        int[] widths = headings.stream().mapToInt(String::length).toArray();
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        int room = columns - GAP * (widths.length - 1);
        while (Arrays.stream(widths).sum() > room) {
            int widest = widths.length - 1;
            for (int i = widths.length - 1; i > 0; i--) {
                widest = widths[i] > widths[widest] ? i : widest;
            }
            if (widths[widest] <= NARROWEST) {
                widest = 0;
            }
            if (widths[widest] <= NARROWEST) {
                break;
            }
            widths[widest]--;
        }
        return widths;
    }

    private static void line(StringBuilder text, List<String> cells, int[] widths) {
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i);
            String cut = cell.length() > widths[i] ? cell.substring(0, widths[i] - 1) + "…" : cell;
            text.append(cut);
            if (i + 1 < widths.length) {
                text.append(" ".repeat(widths[i] - cut.length() + GAP));
            }
        }
        while (text.charAt(text.length() - 1) == ' ') {
            text.setLength(text.length() - 1);
        }
        text.append('\n');
    }

    /** Nothing that was sent from outside may steer a terminal. */
    static String printable(String cell) {
        StringBuilder clean = new StringBuilder(cell.length());
        cell.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
