package org.posthouse.console.shell;

/**
 * A record that the server's DNS should have, as a zone file has it.
 *
 * @param name with the dot at its end
 * @param needed mail does not come, or is refused elsewhere, without it
 */
record DnsRecord(String name, String type, String value, boolean needed, Presence presence) {
    /** Whether DNS has it. */
    enum Presence {
        THERE,
        MISSING,
        UNKNOWN
    }
}
