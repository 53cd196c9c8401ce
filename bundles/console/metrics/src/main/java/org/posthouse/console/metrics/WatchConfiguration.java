package org.posthouse.console.metrics;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of what is told to those who watch the server. */
@ObjectClassDefinition(
        id = Watchers.NAME,
        name = "Metrics and health",
        description = "Who may read /metrics and /health.")
@interface WatchConfiguration {
    @AttributeDefinition(
            name = "Clients",
            description =
                    "Addresses that may read them without logging in, beside this machine itself: 192.0.2.7, 2001:db8::7. The"
                            + " console must listen where they can reach it.")
    String[] clients() default {};
}
