package org.posthouse.core.net;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** What an administrator sets for one door. */
@ObjectClassDefinition(name = "Listener", description = "A port that clients connect to.")
@interface ListenerConfiguration {
    @AttributeDefinition(
            name = "Service",
            description = "The listener's name: smtp, submission, submissions, imap, imaps …")
    String service() default "";

    @AttributeDefinition(name = "Protocol", description = "What is spoken: smtp, submission, lmtp, imap …")
    String protocol() default "";

    @AttributeDefinition(
            name = "Port",
            description = "The standard port; the server's port offset is added.",
            min = "1",
            max = "65535")
    int port();

    @AttributeDefinition(
            name = "TLS",
            description = "Not at all, on the client's request, or from the first octet.",
            options = {
                @Option(label = "none", value = "none"),
                @Option(label = "STARTTLS", value = "starttls"),
                @Option(label = "implicit", value = "implicit")
            })
    String tls() default "starttls";

    @AttributeDefinition(
            name = "Address",
            description = "Local address to listen at; loopback: the one that no other machine reaches;"
                    + " empty: the server's own setting.")
    String bind() default "";

    @AttributeDefinition(
            name = "Logins in clear text",
            description = "Whether passwords may be sent over this listener without TLS. Not advisable.")
    boolean clearTextLogin() default false;

    @AttributeDefinition(
            name = "Connections",
            description = "How many connections this listener takes at once.",
            min = "1",
            max = "1000000")
    int maxConnections() default 12_000;

    @AttributeDefinition(
            name = "Connections per address",
            description =
                    "How many connections one client address (of IPv6: one network of 64 bits) may have at this listener.",
            min = "1",
            max = "1000000")
    int maxConnectionsPerAddress() default 100;

    @AttributeDefinition(
            name = "Connections per user",
            description =
                    "How many connections one user may have at once, at all listeners of this protocol together; one more is told to come back.",
            min = "1",
            max = "1000000")
    int maxConnectionsPerUser() default 50;

    @AttributeDefinition(
            name = "Time to log in",
            description =
                    "Seconds that a client may be connected without having logged in; then it is sent away. 0: no limit, for listeners that strangers send mail to.",
            min = "0",
            max = "86400")
    int loginSeconds() default 0;

    @AttributeDefinition(
            name = "Backlog",
            description =
                    "How many connections the system may hold before they are accepted; acts when the port is opened next.",
            min = "1",
            max = "65535")
    int backlog() default 1_024;
}
