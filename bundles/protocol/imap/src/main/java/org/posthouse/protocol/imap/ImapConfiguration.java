package org.posthouse.protocol.imap;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings as administrators know them. */
@ObjectClassDefinition(
        id = ImapProtocol.NAME,
        name = "IMAP",
        description =
                "Reading mail by IMAP: limits and time-outs. Ports, TLS and numbers of connections are the listeners'.")
@interface ImapConfiguration {
    @AttributeDefinition(
            name = "Greeting",
            description = "What the server calls itself in its first line; printable ASCII.")
    String greeting() default "Posthouse";

    @AttributeDefinition(
            name = "Login time-out",
            description = "Seconds a client may take for each command before it has logged in.",
            min = "10",
            max = "3600")
    int loginSeconds() default 180;

    @AttributeDefinition(
            name = "Idle time-out",
            description = "Minutes a logged-in client may be silent; RFC 3501 asks for 30 at least.",
            min = "1",
            max = "1440")
    int idleMinutes() default 30;

    @AttributeDefinition(
            name = "Transfer time-out",
            description = "Seconds for each 64 KiB that a client sends or reads of a message.",
            min = "10",
            max = "3600")
    int transferSeconds() default 300;

    @AttributeDefinition(
            name = "Largest message",
            description = "Most octets of a message that a client may store (APPEND).",
            min = "1",
            max = "4294967295")
    long appendLimit() default 67_108_864;

    @AttributeDefinition(
            name = "Longest line",
            description = "Most octets of a line; a longer one is refused.",
            min = "8192",
            max = "1048576")
    int lineLimit() default 65_536;

    @AttributeDefinition(
            name = "Largest command",
            description = "Most octets of a command of a logged-in client, literals included, but for stored messages.",
            min = "65536",
            max = "16777216")
    int commandLimit() default 262_144;

    @AttributeDefinition(
            name = "Largest command before login",
            description = "Most octets of a command of a client that has not logged in, literals included.",
            min = "1024",
            max = "1048576")
    int strangerCommandLimit() default 65_536;

    @AttributeDefinition(
            name = "Largest literal before login",
            description = "Most octets of one literal of a client that has not logged in.",
            min = "256",
            max = "1048576")
    int strangerLiteralLimit() default 8_192;

    @AttributeDefinition(
            name = "Mailboxes",
            description = "Most mailboxes an account may make, and most names it may subscribe to.",
            min = "1",
            max = "1000000")
    int mailboxLimit() default 20_000;

    @AttributeDefinition(
            name = "Keywords",
            description = "Most keywords (flags that clients make up) in use in a mailbox.",
            min = "1",
            max = "100000")
    int keywordLimit() default 1_000;

    @AttributeDefinition(
            name = "Bad commands",
            description = "After so many bad commands in a row the connection is closed.",
            min = "1",
            max = "1000")
    int badCommands() default 20;

    @AttributeDefinition(
            name = "Failed logins",
            description = "After so many failed logins the connection is closed.",
            min = "1",
            max = "100")
    int failedLogins() default 5;
}
