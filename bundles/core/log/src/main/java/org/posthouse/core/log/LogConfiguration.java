package org.posthouse.core.log;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Settings of the logs. */
@ObjectClassDefinition(
        id = Logs.NAME,
        name = "Logs",
        description = "How much of their work services write to log/posthouse.log. Acts at once.")
@interface LogConfiguration {
    @AttributeDefinition(
            name = "Detail",
            description =
                    "Of services for which nothing else is set. low: what was refused, cut off or has failed. medium: also who came,"
                            + " logged in and left. high: also each command and its reply, but nothing secret.",
            options = {
                @Option(label = "low", value = "low"),
                @Option(label = "medium", value = "medium"),
                @Option(label = "high", value = "high")
            })
    String detail() default "medium";

    @AttributeDefinition(
            name = "Detail of services",
            description =
                    "One service and its detail each: imap=high, submission=low. Services are smtp, submission, lmtp, imap,"
                            + " pop3 and delivery.")
    String[] services() default {};
}
