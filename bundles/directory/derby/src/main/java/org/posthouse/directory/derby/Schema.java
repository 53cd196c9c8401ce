package org.posthouse.directory.derby;

import java.util.List;

/** The history of the directory's tables. A step that was released never changes; new ones come at the end. */
final class Schema {
    static final List<List<String>> STEPS = List.of(accounts(), forwards(), lists(), messages());

    private Schema() {}

    private static List<String> accounts() {
        return List.of(
                "CREATE TABLE domain (name VARCHAR(255) NOT NULL PRIMARY KEY)",
                "CREATE TABLE account (id VARCHAR(64) NOT NULL PRIMARY KEY, name VARCHAR(1024) NOT NULL, enabled BOOLEAN NOT NULL,"
                        + " administrator BOOLEAN NOT NULL, quota BIGINT, protocols VARCHAR(255) NOT NULL, last_login TIMESTAMP)",
                // Every address there is, of accounts and aliases alike, so that none is given twice.
                "CREATE TABLE address (domain VARCHAR(255) NOT NULL, local_key VARCHAR(255) NOT NULL, local_part VARCHAR(255) NOT NULL,"
                        + " account VARCHAR(64), PRIMARY KEY (domain, local_key),"
                        + " FOREIGN KEY (domain) REFERENCES domain (name),"
                        + " FOREIGN KEY (account) REFERENCES account (id) ON DELETE CASCADE)",
                "CREATE TABLE alias_target (domain VARCHAR(255) NOT NULL, local_key VARCHAR(255) NOT NULL, position INTEGER NOT NULL,"
                        + " target VARCHAR(512) NOT NULL, PRIMARY KEY (domain, local_key, position),"
                        + " FOREIGN KEY (domain, local_key) REFERENCES address (domain, local_key) ON DELETE CASCADE)",
                "CREATE TABLE verifier (account VARCHAR(64) NOT NULL, name VARCHAR(64) NOT NULL,"
                        + " content VARCHAR(2048) FOR BIT DATA NOT NULL, PRIMARY KEY (account, name),"
                        + " FOREIGN KEY (account) REFERENCES account (id) ON DELETE CASCADE)");
    }

    /** Counting and paging read these alone, and not the rows. */
    private static List<String> lists() {
        return List.of("CREATE INDEX address_listed ON address (domain, local_key, account)");
    }

    private static List<String> messages() {
        return List.of("ALTER TABLE account ADD COLUMN quota_messages BIGINT");
    }

    private static List<String> forwards() {
        return List.of(
                "ALTER TABLE account ADD COLUMN forward_copy BOOLEAN NOT NULL DEFAULT FALSE",
                "CREATE TABLE forward_target (account VARCHAR(64) NOT NULL, position INTEGER NOT NULL,"
                        + " target VARCHAR(512) NOT NULL, PRIMARY KEY (account, position),"
                        + " FOREIGN KEY (account) REFERENCES account (id) ON DELETE CASCADE)");
    }
}
