package org.posthouse.protocol.pop3;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings as administrators know them. */
@ObjectClassDefinition(
        id = Pop3Protocol.NAME,
        name = "POP3",
        description =
                "Fetching mail by POP3: limits and time-outs. Ports, TLS and numbers of connections are the listeners'.")
@interface Pop3Configuration {
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
            name = "Autologout",
            description = "Minutes a logged-in client may be silent; RFC 1939 asks for 10 at least.",
            min = "1",
            max = "1440")
    int autologoutMinutes() default 10;

    @AttributeDefinition(
            name = "Transfer time-out",
            description = "Seconds for each 64 KiB that a client reads of a message or a list.",
            min = "10",
            max = "3600")
    int transferSeconds() default 300;

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
