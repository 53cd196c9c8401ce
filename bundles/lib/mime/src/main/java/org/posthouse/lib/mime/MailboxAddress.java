package org.posthouse.lib.mime;

import java.util.Optional;

/**
 * One entry of an address list as ENVELOPE has it, RFC 3501 §7.4.2: display name, source route, local part and domain, raw as sent,
 * one char per octet. Without a host it marks a group: with a mailbox its beginning and name, without one its end. An address that
 * lacks its domain has an empty host.
 */
public record MailboxAddress(
        Optional<String> name, Optional<String> route, Optional<String> mailbox, Optional<String> host) {
    /** The end of a group. */
    public static final MailboxAddress GROUP_END =
            new MailboxAddress(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** The beginning of a group of this name. */
    public static MailboxAddress groupBegin(String name) {
        return new MailboxAddress(Optional.empty(), Optional.empty(), Optional.of(name), Optional.empty());
    }

    /** Whether it is a mailbox rather than the mark of a group. */
    public boolean isMailbox() {
        return host.isPresent();
    }

    /** {@code local@domain}; empty for the mark of a group. */
    public Optional<String> address() {
        return host.map(domain -> mailbox.orElse("") + (domain.isEmpty() ? "" : "@" + domain));
    }
}
