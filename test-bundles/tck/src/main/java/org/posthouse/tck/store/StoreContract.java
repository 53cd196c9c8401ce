package org.posthouse.tck.store;

/** Everything a store promises: implement it in a test class of the store. */
public interface StoreContract extends MailboxContract, MessageContract, HistoryContract, ConcurrencyContract {}
