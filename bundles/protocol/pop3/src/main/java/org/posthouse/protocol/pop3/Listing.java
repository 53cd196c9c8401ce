package org.posthouse.protocol.pop3;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** LIST or UIDL of all messages, RFC 1939 §5 and §7. */
final class Listing implements Answer {
    private static final int PIECE = 1_000;

    private final Column column;
    private int next;

    /** What is said of each message. */
    enum Column {
        SIZE,
        UNIQUE_ID;

        String of(Maildrop maildrop, int number) {
            return number + " " + (this == SIZE ? maildrop.size(number) : maildrop.uniqueId(number));
        }
    }

    private Listing(Column column, int next) {
        this.column = column;
        this.next = next;
    }

    static Listing of(Column column) {
        return new Listing(column, 1);
    }

    @Override
    public boolean write(Turn turn) {
        Maildrop maildrop = turn.session().maildrop();
        while (next <= maildrop.last()) {
            if (Answer.full(turn.out())) {
                return false;
            }
            StringBuilder lines = new StringBuilder();
            for (int end = Math.min(maildrop.last(), next + PIECE - 1); next <= end; next++) {
                if (maildrop.has(next)) {
                    lines.append(column.of(maildrop, next)).append("\r\n");
                }
            }
            turn.out().bytes(lines.toString().getBytes(StandardCharsets.US_ASCII));
        }
        turn.out().line(".");
        return true;
    }

    @Override
    public Map<String, Object> values() {
        return Map.of("column", column.name(), "next", next);
    }

    static Listing from(Values values) {
        return new Listing(Column.valueOf(values.text("column")), (int) values.number("next"));
    }
}
