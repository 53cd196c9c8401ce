package org.posthouse.core.trace;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the trace. */
@ObjectClassDefinition(
        id = "org.posthouse.core.trace",
        name = "Trace",
        description = "The record of every decision about every mail and connection.")
public @interface TraceConfiguration {
    @AttributeDefinition(
            name = "Megabytes",
            description = "How much of it is kept on disk; the oldest goes first.",
            min = "1",
            max = "100000")
    int megabytes() default 256;

    @AttributeDefinition(name = "Days", description = "How long it is kept.", min = "1", max = "3650")
    int days() default 30;

    @AttributeDefinition(
            name = "Record",
            description = "Off: nothing new is recorded but in mail.log. What there is stays for its time.")
    boolean record() default true;
}
