package org.posthouse.store.jdbc;

import java.util.List;
import org.posthouse.api.store.Committed;

/** What a commit will have done: the account afterwards, the rows to write, contents that may have lost their last message. */
record Drafted(AccountState after, List<Row> rows, long[] freed, Committed result) {}
