package org.posthouse.api.store;

import java.util.List;
import java.util.Set;

/** Mailboxes as a value. */
record MailboxList(List<Mailbox> all, Set<String> subscribed) implements Mailboxes {}
