package org.posthouse.core.net;

/**
 * Octets of memory that all connections together may hold.
 *
 * @param contents of mails on their way in
 * @param inboxes of what clients have sent and no conversation has taken yet
 * @param outboxes of replies that clients have not read yet; of this a little more for each of them
 */
record Budgets(long contents, long inboxes, long outboxes) {
    Budgets {
        if (contents < 0 || inboxes < 0 || outboxes < 0) {
            throw new IllegalArgumentException("budgets of memory must not be negative");
        }
    }
}
