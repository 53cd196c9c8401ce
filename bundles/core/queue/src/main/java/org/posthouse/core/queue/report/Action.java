package org.posthouse.core.queue.report;

import java.util.Locale;

/** What has become of a recipient, as a notification tells it, RFC 3464 §2.3.3. */
public enum Action {
    /** Given up. */
    FAILED,
    /** Not delivered yet; tried on. */
    DELAYED,
    /** In a mailbox of ours. */
    DELIVERED,
    /** Handed to a host that will not notify the sender. */
    RELAYED,
    /** Given to the several addresses that it stands for. */
    EXPANDED;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the sender has nothing to worry about. */
    boolean success() {
        return this == DELIVERED || this == RELAYED || this == EXPANDED;
    }
}
