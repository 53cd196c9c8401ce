package org.posthouse.protocol.pop3;

import java.util.function.Supplier;
import org.posthouse.api.account.Accounts;
import org.posthouse.api.store.MailStore;

/** What conversations are served with. Ids of operations on the store are new each time. */
record Services(MailStore store, Accounts accounts, Pop3Settings settings, LineEnds lineEnds, Supplier<String> ids) {}
