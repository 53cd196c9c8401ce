/**
 * Mail by JDBC: rows for mailboxes and messages, a file for each content, an index in memory of every open mailbox. Reads never ask the
 * database; commits of many accounts share one transaction.
 */
package org.posthouse.store.jdbc;
