package org.posthouse.console.shell;

import java.util.ArrayList;
import java.util.List;

/** Comma-separated values, RFC 4180: quoted fields may hold commas, line ends and doubled quotes. */
final class Csv {
    private Csv() {}

    /** Rows of fields; lines with nothing in them are passed over. */
    static List<List<String>> rows(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        boolean any = false;
        for (int i = text.startsWith("\ufeff") ? 1 : 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c != '"') {
                    field.append(c);
                } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    field.append('"');
                    i++;
                } else {
                    quoted = false;
                }
            } else if (c == '"' && field.length() == 0) {
                quoted = true;
                any = true;
            } else if (c == ',') {
                row.add(field.toString());
                field.setLength(0);
                any = true;
            } else if (c == '\n') {
                if (any || field.length() > 0) {
                    row.add(field.toString());
                    rows.add(List.copyOf(row));
                }
                row.clear();
                field.setLength(0);
                any = false;
            } else if (c != '\r') {
                field.append(c);
            }
        }
        if (any || field.length() > 0) {
            row.add(field.toString());
            rows.add(List.copyOf(row));
        }
        return rows;
    }
}
