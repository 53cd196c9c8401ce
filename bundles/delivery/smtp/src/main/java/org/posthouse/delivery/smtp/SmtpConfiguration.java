package org.posthouse.delivery.smtp;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Settings as administrators know them. */
@ObjectClassDefinition(
        id = SmtpDelivery.NAME,
        name = "Mail to other hosts",
        description = "How mail goes out by SMTP. When it is tried again is the queue's affair.")
@interface SmtpConfiguration {
    @AttributeDefinition(
            name = "Port",
            description = "Where the hosts that DNS names are called.",
            min = "1",
            max = "65535")
    int port() default 25;

    @AttributeDefinition(
            name = "Host name",
            description = "What this server calls itself to others; it should be the one DNS knows. Empty: the"
                    + " machine's name, or its address if that has no domain.")
    String hostName() default "";

    @AttributeDefinition(
            name = "TLS",
            description =
                    "To hosts that DNS names: never; where they offer it, with any certificate; or not without it.",
            options = {
                @Option(label = "none", value = "none"),
                @Option(label = "may", value = "may"),
                @Option(label = "must", value = "must")
            })
    String tls() default "may";

    @AttributeDefinition(
            name = "Address",
            description = "Local address that connections come from; empty: the system's choice.")
    String bindAddress() default "";

    @AttributeDefinition(
            name = "Connecting, seconds",
            description = "How long a host may take to be connected to.",
            min = "1",
            max = "600")
    int connectSeconds() default 30;

    @AttributeDefinition(
            name = "Greeting, seconds",
            description = "How long a host may take to greet. RFC 5321 asks for five minutes.",
            min = "1",
            max = "3600")
    int greetingSeconds() default 300;

    @AttributeDefinition(
            name = "Commands, seconds",
            description = "How long a host may take to reply to a command. RFC 5321 asks for five minutes.",
            min = "1",
            max = "3600")
    int commandSeconds() default 300;

    @AttributeDefinition(
            name = "DATA, seconds",
            description = "How long a host may take until it wants the message. RFC 5321 asks for two minutes.",
            min = "1",
            max = "3600")
    int dataStartSeconds() default 120;

    @AttributeDefinition(
            name = "Message, seconds",
            description = "How long a host may take for each 64 KiB of a message. RFC 5321 asks for three minutes.",
            min = "1",
            max = "3600")
    int dataBlockSeconds() default 180;

    @AttributeDefinition(
            name = "End of message, seconds",
            description = "How long a host may take to say whether it has the message. RFC 5321 asks for ten minutes.",
            min = "1",
            max = "3600")
    int dataEndSeconds() default 600;

    @AttributeDefinition(
            name = "DNS, seconds",
            description = "How long it may take to find out where a mail goes.",
            min = "1",
            max = "300")
    int dnsSeconds() default 30;

    @AttributeDefinition(
            name = "Addresses",
            description = "So many addresses of a domain's hosts are tried before it is put off.",
            min = "1",
            max = "100")
    int maxAddresses() default 5;

    @AttributeDefinition(
            name = "Recipients",
            description = "So many recipients are named in one transaction.",
            min = "1",
            max = "1000")
    int maxRecipients() default 100;

    @AttributeDefinition(
            name = "Connections per host",
            description =
                    "So many connections at once to one address and port, whatever the domains; other mail for it is put"
                            + " off. Not fewer than the queue delivers at once to one destination.",
            min = "1",
            max = "256")
    int connectionsPerHost() default 10;

    @AttributeDefinition(
            name = "Silent hosts, seconds",
            description = "So long nobody calls a host again that has not answered.",
            min = "0",
            max = "3600")
    int silenceSeconds() default 60;

    @AttributeDefinition(
            name = "Idle connections",
            description = "So many connections are kept for the next mail.",
            min = "0",
            max = "1000")
    int idleConnections() default 20;

    @AttributeDefinition(
            name = "Idle time, seconds",
            description = "So long a connection is kept for the next mail.",
            min = "1",
            max = "300")
    int idleSeconds() default 5;

    @AttributeDefinition(
            name = "Mails per connection",
            description = "After so many mails a connection is closed.",
            min = "1",
            max = "10000")
    int mailsPerConnection() default 100;
}
