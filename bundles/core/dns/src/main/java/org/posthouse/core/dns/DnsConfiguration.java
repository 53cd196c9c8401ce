package org.posthouse.core.dns;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Settings as administrators know them. */
@ObjectClassDefinition(
        id = DnsResolver.NAME,
        name = "DNS",
        description = "Which name servers are asked, and how long answers are kept.")
@interface DnsConfiguration {
    @AttributeDefinition(
            name = "Servers",
            description = "Addresses of recursive name servers, each with a port if it is not 53: 192.0.2.1,"
                    + " 192.0.2.1:5353, [2001:db8::1]:53. Empty: those of the system.")
    String[] servers() default {};

    @AttributeDefinition(
            name = "Time-out, milliseconds",
            description = "How long a server is waited for before the next one is asked.",
            min = "50",
            max = "60000")
    int timeoutMillis() default 2_000;

    @AttributeDefinition(
            name = "Retries",
            description = "How often all servers are asked once more when none has answered.",
            min = "0",
            max = "10")
    int retries() default 2;

    @AttributeDefinition(
            name = "TCP",
            description = "Whether answers that do not fit into a datagram are fetched by TCP.")
    boolean tcpFallback() default true;

    @AttributeDefinition(
            name = "Answers kept",
            description = "How many answers are remembered; 0: none.",
            min = "0",
            max = "1000000")
    int cacheSize() default 20_000;

    @AttributeDefinition(
            name = "Shortest time kept, seconds",
            description = "Answers are kept this long at least, whatever they say themselves.",
            min = "0",
            max = "3600")
    int minimumTtlSeconds() default 0;

    @AttributeDefinition(
            name = "Longest time kept, seconds",
            description = "Answers are kept this long at most; those that say that there is nothing, three hours.",
            min = "0",
            max = "604800")
    int maximumTtlSeconds() default 86_400;

    @AttributeDefinition(
            name = "DNSSEC",
            description = "Whose word is taken that an answer was verified (the AD bit): anybody on the way to a server"
                    + " elsewhere could have set it.",
            options = {
                @Option(label = "Nobody's", value = "none"),
                @Option(label = "Servers on this machine", value = "loopback"),
                @Option(label = "Every server", value = "all")
            })
    String trustAd() default "loopback";
}
