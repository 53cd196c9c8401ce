package org.posthouse.core.queue;

import java.time.Duration;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.posthouse.core.queue.dispatch.DispatchSettings;
import org.posthouse.core.queue.dispatch.Schedule;
import org.posthouse.core.queue.spool.SpoolSettings;

@ObjectClassDefinition(name = "Mail queue", description = "How mail waits, and how it is sent on its way")
@interface QueueConfiguration {
    @AttributeDefinition(
            name = "Segment size",
            description = "Size of the queue's files in MiB; small disks get smaller ones",
            min = "1",
            max = "1024")
    int segmentMebibytes() default 64;

    @AttributeDefinition(
            name = "Reserve",
            description =
                    "No mail is taken when less than so many MiB are free on the disk, or less than a twentieth of a small one",
            min = "0")
    int reserveMebibytes() default 256;

    @AttributeDefinition(
            name = "Mark delay",
            description =
                    "Milliseconds until marks of local deliveries are safe on disk; a crash before costs a second attempt, which the store drops",
            min = "0",
            max = "60000")
    int markDelayMillis() default 1000;

    @AttributeDefinition(name = "Deliveries", description = "How many deliveries run at a time", min = "1", max = "256")
    int deliveries() default 16;

    @AttributeDefinition(
            name = "Deliveries per destination",
            description = "How many deliveries run at a time to one account or one domain",
            min = "1",
            max = "256")
    int deliveriesPerDestination() default 8;

    @AttributeDefinition(
            name = "Local deadline",
            description = "Seconds a delivery to accounts of this server may take",
            min = "1")
    int localDeadlineSeconds() default 60;

    @AttributeDefinition(name = "Other deadline", description = "Seconds any other delivery may take", min = "1")
    int otherDeadlineSeconds() default 900;

    @AttributeDefinition(
            name = "First retry",
            description = "Seconds until the second attempt; each time twice as long from then on",
            min = "1")
    int firstRetrySeconds() default 60;

    @AttributeDefinition(name = "Longest retry", description = "Seconds between two attempts at most", min = "1")
    int longestRetrySeconds() default 14400;

    @AttributeDefinition(
            name = "Lifetime",
            description = "Hours after which mail that could not be delivered goes back to its sender",
            min = "1")
    int lifetimeHours() default 120;

    @AttributeDefinition(
            name = "Host name",
            description = "Name of this server in reports to senders; empty: the machine's name")
    String hostName() default "";

    /** Turns annotations into records. */
    final class Settings {
        private Settings() {}

        static SpoolSettings spool(QueueConfiguration from) {
            return new SpoolSettings(
                    from.segmentMebibytes() << 20,
                    (long) from.reserveMebibytes() << 20,
                    Duration.ofMillis(from.markDelayMillis()));
        }

        static DispatchSettings dispatch(QueueConfiguration from, String machine) {
            Schedule schedule = new Schedule(
                    Duration.ofSeconds(from.firstRetrySeconds()),
                    Duration.ofSeconds(Math.max(from.firstRetrySeconds(), from.longestRetrySeconds())),
                    Duration.ofHours(from.lifetimeHours()));
            return new DispatchSettings(
                    from.deliveries(),
                    from.deliveriesPerDestination(),
                    Duration.ofSeconds(from.localDeadlineSeconds()),
                    Duration.ofSeconds(from.otherDeadlineSeconds()),
                    schedule,
                    from.hostName().isEmpty() ? machine : from.hostName());
        }
    }
}
