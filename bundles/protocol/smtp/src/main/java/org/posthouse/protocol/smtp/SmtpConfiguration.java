package org.posthouse.protocol.smtp;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of SMTP, submission and LMTP. */
@ObjectClassDefinition(
        id = "org.posthouse.protocol.smtp",
        name = "SMTP",
        description =
                "How mail is taken in: from other servers (SMTP), from users (submission), from programs on this site (LMTP).")
public @interface SmtpConfiguration {
    @AttributeDefinition(
            name = "Host name",
            description =
                    "The name the server greets with, which should be the one DNS knows. Empty: the machine's name.")
    String hostName() default "";

    @AttributeDefinition(
            name = "Largest message, octets",
            description = "Larger messages are refused, at MAIL if the client tells their size.",
            min = "65536",
            max = "4294967295")
    long maxMessageSize() default 67_108_864;

    @AttributeDefinition(
            name = "Longest line, octets",
            description = "Messages with a longer line (without its end) are refused. RFC 5321 allows 998.",
            min = "998",
            max = "1048576")
    int maxLine() default 998;

    @AttributeDefinition(
            name = "Patience for commands, seconds",
            description = "How long the server waits for the next command. RFC 5321 asks for at least five minutes.",
            min = "1",
            max = "3600")
    int commandSeconds() default 300;

    @AttributeDefinition(
            name = "Patience for messages, seconds",
            description =
                    "How long the server waits for each 64 KiB of a message. RFC 5321 asks for at least three minutes.",
            min = "1",
            max = "3600")
    int dataSeconds() default 180;

    @AttributeDefinition(
            name = "Patience for logins, seconds",
            description = "How long the server waits for each answer while a user logs in.",
            min = "1",
            max = "3600")
    int loginSeconds() default 60;

    @AttributeDefinition(
            name = "Patience without mail, seconds",
            description =
                    "A client that has brought no mail for so long is sent away, whatever else it says meanwhile. A mail under way may end.",
            min = "1",
            max = "86400")
    int mailSeconds() default 1800;

    @AttributeDefinition(
            name = "Commands without mail",
            description =
                    "After so many commands that bring no mail (NOOP, RSET, VRFY, HELP, hellos) since its last one the client is sent away.",
            min = "10",
            max = "100000")
    int maxIdleCommands() default 100;

    @AttributeDefinition(
            name = "Bad commands",
            description = "After so many wrong commands the client is sent away.",
            min = "1",
            max = "1000")
    int maxBadCommands() default 20;

    @AttributeDefinition(
            name = "Refused recipients",
            description =
                    "After so many refused recipients on a connection the client is sent away: it is guessing addresses.",
            min = "1",
            max = "100000")
    int maxRefusedRecipients() default 200;

    @AttributeDefinition(
            name = "Failed logins",
            description = "After so many failed logins the client is sent away.",
            min = "1",
            max = "100")
    int maxFailedLogins() default 4;

    @AttributeDefinition(
            name = "Login on the SMTP port",
            description = "Whether users may log in where servers bring mail, as very old clients do.")
    boolean loginOnMx() default false;
}
