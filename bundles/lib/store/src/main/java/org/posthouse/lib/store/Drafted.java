package org.posthouse.lib.store;

import java.util.List;
import org.posthouse.api.store.Committed;

/** What a commit will have done: the account afterwards, the changes in their order, the messages that went. */
public record Drafted(AccountState after, List<Change> rows, List<Entry> freed, Committed result) {}
