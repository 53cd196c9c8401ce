package org.posthouse.protocol.imap.listing;

import java.util.Optional;
import org.posthouse.api.store.Mailbox;
import org.posthouse.lib.wire.imap.ImapWriter;

/**
 * One response of LIST or LSUB, RFC 3501 §7.2.2 and §7.2.3.
 *
 * @param attributes with a blank between, or nothing
 * @param status the mailbox whose STATUS follows, RFC 5819 §2
 * @param childInfo whether names below are selected, RFC 5258 §3.5
 */
record Listed(String name, String attributes, Optional<Mailbox> status, boolean childInfo) {
    /** A response that has but a name and attributes. */
    static Listed plain(String name, String attributes) {
        return new Listed(name, attributes, Optional.empty(), false);
    }

    /** The same of a mailbox that has gone since: RFC 5819 §2 wants no STATUS then. */
    Listed gone() {
        return plain(name, "\\NonExistent " + attributes);
    }

    void write(String response, ImapWriter writer) {
        writer.raw("* " + response + " (" + attributes + ") \"/\" ").mailbox(name);
        writer.raw(childInfo ? " (\"CHILDINFO\" (\"SUBSCRIBED\"))" : "").line();
    }
}
