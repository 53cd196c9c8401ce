package org.posthouse.store.jdbc;

import java.util.List;
import org.posthouse.lib.store.Drafted;

/** What a commit will have done, and the rows that do it. */
record InRows(Drafted drafted, List<? extends Row> rows) {
    static InRows of(Drafted drafted) {
        return new InRows(drafted, drafted.rows().stream().map(Row.Drafted::new).toList());
    }
}
