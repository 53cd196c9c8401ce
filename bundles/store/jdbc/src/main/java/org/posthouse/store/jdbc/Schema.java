package org.posthouse.store.jdbc;

import java.util.List;

/**
 * The tables, step by step. Released steps never change. A mailbox that was deleted leaves its key in doomed until its messages have
 * been swept out; pages are small because many short rows are written and few are read.
 */
final class Schema {
    private static final List<String> FIRST = List.of(
            "CALL SYSCS_UTIL.SYSCS_SET_DATABASE_PROPERTY('derby.storage.pageSize', '8192')",
            """
            CREATE TABLE account (
                id BIGINT PRIMARY KEY, name VARCHAR(64) NOT NULL UNIQUE, modseq BIGINT NOT NULL, uid_validity BIGINT NOT NULL)
            """,
            """
            CREATE TABLE mailbox (
                id BIGINT PRIMARY KEY, account BIGINT NOT NULL, mailbox_id VARCHAR(200) NOT NULL, name VARCHAR(1000) NOT NULL,
                uid_validity BIGINT NOT NULL, uid_next BIGINT NOT NULL, modseq BIGINT NOT NULL, messages BIGINT NOT NULL,
                octets BIGINT NOT NULL)
            """,
            "CREATE INDEX mailbox_account ON mailbox (account)",
            "CREATE TABLE doomed (mailbox BIGINT PRIMARY KEY)",
            """
            CREATE TABLE message (
                mailbox BIGINT NOT NULL, uid BIGINT NOT NULL, modseq BIGINT NOT NULL, octets BIGINT NOT NULL,
                received BIGINT NOT NULL, flags VARCHAR(2000) NOT NULL, email_id VARCHAR(200) NOT NULL,
                content BIGINT NOT NULL, PRIMARY KEY (mailbox, uid))
            """,
            "CREATE INDEX message_content ON message (content)",
            "CREATE TABLE subscription (account BIGINT NOT NULL, name VARCHAR(1000) NOT NULL)",
            "CREATE INDEX subscription_account ON subscription (account)",
            """
            CREATE TABLE operation (
                account BIGINT NOT NULL, id VARCHAR(200) NOT NULL, done BIGINT NOT NULL, outcome BLOB(64M) NOT NULL,
                PRIMARY KEY (account, id))
            """,
            "CREATE INDEX operation_done ON operation (done)");

    static final List<List<String>> STEPS = List.of(FIRST);

    private Schema() {}
}
