package org.posthouse.core.net;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What an administrator may set for all doors together. */
@ObjectClassDefinition(name = "Network", description = "Limits and time-outs of all listeners together.")
@interface NetConfiguration {
    @AttributeDefinition(
            name = "Workers",
            description =
                    "Threads that conversations with clients run on; four fifths of them at most for one protocol.",
            min = "1",
            max = "1024")
    int workers() default 40;

    @AttributeDefinition(
            name = "Connections",
            description = "How many connections there may be at once, in all.",
            min = "1",
            max = "1000000")
    int maxConnections() default 15_000;

    @AttributeDefinition(
            name = "TLS handshakes",
            description =
                    "How many TLS handshakes may be under way at once; one more, and the eldest is cut off. Each holds up to 50 KiB of memory.",
            min = "1",
            max = "1000000")
    int maxHandshakes() default 2_000;

    @AttributeDefinition(
            name = "Compressed connections",
            description =
                    "How many connections may be compressed at once; beyond, compression is not offered. Each holds up to 48 KiB of memory beside the heap.",
            min = "0",
            max = "1000000")
    int maxCompressed() default 1_000;

    @AttributeDefinition(
            name = "Memory for contents",
            description = "Octets of memory that mails on their way in may hold together; what is more goes to files.",
            min = "0",
            max = "68719476736")
    long memoryBudget() default 16_777_216;

    @AttributeDefinition(
            name = "Memory for unfinished lines",
            description =
                    "Octets of memory that unfinished lines and TLS records of all clients may hold together; who sends more is told to come back, strangers before those who have logged in.",
            min = "1048576",
            max = "68719476736")
    long inboxBudget() default 33_554_432;

    @AttributeDefinition(
            name = "Memory for replies",
            description =
                    "Octets of memory that replies may hold together which clients have not read yet; when it is spent each is given its replies in small pieces, strangers before those who have logged in.",
            min = "1048576",
            max = "68719476736")
    long outboxBudget() default 33_554_432;

    @AttributeDefinition(
            name = "Handshake time-out",
            description = "Seconds that a TLS handshake may take.",
            min = "1",
            max = "3600")
    int handshakeSeconds() default 30;

    @AttributeDefinition(
            name = "Write time-out",
            description = "Seconds that a client may take to read 64 KiB; then the connection is closed.",
            min = "1",
            max = "3600")
    int writeSeconds() default 120;

    @AttributeDefinition(
            name = "Wait for a protocol",
            description =
                    "Milliseconds that clients wait when their protocol is being replaced; then they are told to come back.",
            min = "0",
            max = "60000")
    int seatMillis() default 10_000;

    @AttributeDefinition(
            name = "Drain time",
            description = "Seconds that transactions under way may take when the server stops.",
            min = "0",
            max = "600")
    int drainSeconds() default 10;

    @AttributeDefinition(
            name = "Linger",
            description = "Milliseconds that the server waits for the client to close after the last word.",
            min = "0",
            max = "60000")
    int lingerMillis() default 2_000;
}
