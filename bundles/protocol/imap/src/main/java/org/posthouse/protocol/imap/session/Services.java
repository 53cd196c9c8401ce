package org.posthouse.protocol.imap.session;

import java.time.Clock;
import java.util.function.Supplier;
import org.posthouse.api.account.Accounts;
import org.posthouse.api.store.MailStore;

/** What conversations are served with. Ids are new each time: of mailboxes and of operations on the store. */
public record Services(MailStore store, Accounts accounts, ImapSettings settings, Clock clock, Supplier<String> ids) {}
