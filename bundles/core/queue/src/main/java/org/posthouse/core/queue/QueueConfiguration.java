package org.posthouse.core.queue;

import java.time.Duration;
import java.util.OptionalInt;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.posthouse.api.mail.Address;
import org.posthouse.core.queue.dispatch.DispatchSettings;
import org.posthouse.core.queue.dispatch.Schedule;
import org.posthouse.core.queue.spool.SpoolSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@ObjectClassDefinition(name = "Mail queue", description = "How mail waits, and how it is sent on its way")
@interface QueueConfiguration {
    @AttributeDefinition(
            name = "Segment size",
            description = "Size of the queue's files in MiB; small disks get smaller ones. Acts at the next start",
            min = "1",
            max = "1024")
    int segmentMebibytes() default 64;

    @AttributeDefinition(
            name = "Reserve",
            description =
                    "No mail is taken when less than so many MiB are free on the disk; up to 256 of them, a tenth of the disk at most",
            min = "0",
            max = "1048576")
    int reserveMebibytes() default 256;

    @AttributeDefinition(
            name = "Mark delay",
            description =
                    "Milliseconds until marks of local deliveries are safe on disk; a crash before costs a second attempt, which the store drops",
            min = "0",
            max = "60000")
    int markDelayMillis() default 1000;

    @AttributeDefinition(
            name = "Deliveries",
            description = "How many deliveries to accounts of this server run at a time",
            min = "1",
            max = "256")
    int deliveries() default 16;

    @AttributeDefinition(
            name = "Remote deliveries",
            description =
                    "How many deliveries to other places run at a time; half of them at most to places that were slow when last tried, and a quarter is kept for those that were quick",
            min = "1",
            max = "1024")
    int remoteDeliveries() default 64;

    @AttributeDefinition(
            name = "Deliveries per destination",
            description = "How many deliveries run at a time to one account or one domain",
            min = "1",
            max = "256")
    int deliveriesPerDestination() default 8;

    @AttributeDefinition(
            name = "Local deadline",
            description = "Seconds a delivery to accounts of this server may take",
            min = "1",
            max = "3600")
    int localDeadlineSeconds() default 60;

    @AttributeDefinition(
            name = "Other deadline",
            description = "Seconds any other delivery may take",
            min = "1",
            max = "86400")
    int otherDeadlineSeconds() default 900;

    @AttributeDefinition(
            name = "Command patience",
            description = "Seconds an administrator's command waits for deliveries under way of the mail it is about",
            min = "0",
            max = "60")
    int commandPatienceSeconds() default 10;

    @AttributeDefinition(
            name = "First retry",
            description = "Seconds until the second attempt",
            min = "1",
            max = "86400")
    int firstRetrySeconds() default 60;

    @AttributeDefinition(
            name = "Back-off",
            description = "How many times as long as the last one the next pause between two attempts is, in percent",
            min = "100",
            max = "1000")
    int backOffPercent() default 200;

    @AttributeDefinition(
            name = "Longest retry",
            description = "Seconds between two attempts at most",
            min = "1",
            max = "604800")
    int longestRetrySeconds() default 14400;

    @AttributeDefinition(
            name = "Lifetime",
            description = "Hours after which mail that could not be delivered goes back to its sender",
            min = "1",
            max = "8760")
    int lifetimeHours() default 120;

    @AttributeDefinition(
            name = "Most attempts",
            description =
                    "After so many attempts mail goes back to its sender, however young it is; 0: only its age counts",
            min = "0",
            max = "10000")
    int maxAttempts() default 0;

    @AttributeDefinition(
            name = "Report of delay",
            description = "Minutes after which a sender is told that his mail is late; 0: never",
            min = "0",
            max = "525600")
    int delayReportMinutes() default 240;

    @AttributeDefinition(
            name = "Most returned",
            description =
                    "Largest message in KiB that goes back whole with a report, if its sender asks for that; else its header does",
            min = "0",
            max = "1048576")
    int maxReturnedKibibytes() default 10240;

    @AttributeDefinition(
            name = "Postmaster",
            description =
                    "Address that is told of undeliverable mail without sender, as reports are; empty: the postmaster of our first domain that has one")
    String postmaster() default "";

    @AttributeDefinition(
            name = "Host name",
            description = "Name of this server in reports to senders; empty: the machine's name")
    String hostName() default "";

    /** Turns annotations into records. */
    final class Settings {
        private static final Logger LOG = LoggerFactory.getLogger(QueueConfiguration.class);

        private static final Address OUR_POSTMASTER = new Address("postmaster", "");

        private Settings() {}

        static SpoolSettings spool(QueueConfiguration from) {
            return new SpoolSettings(
                    within("segmentMebibytes", from.segmentMebibytes(), 1, 1024) << 20,
                    (long) within("reserveMebibytes", from.reserveMebibytes(), 0, 1_048_576) << 20,
                    Duration.ofMillis(within("markDelayMillis", from.markDelayMillis(), 0, 60_000)));
        }

        static DispatchSettings dispatch(QueueConfiguration from, String machine) {
            int first = within("firstRetrySeconds", from.firstRetrySeconds(), 1, 86_400);
            int attempts = within("maxAttempts", from.maxAttempts(), 0, 10_000);
            Schedule schedule = new Schedule(
                    Duration.ofSeconds(first),
                    within("backOffPercent", from.backOffPercent(), 100, 1000) / 100.0,
                    Duration.ofSeconds(
                            Math.max(first, within("longestRetrySeconds", from.longestRetrySeconds(), 1, 604_800))),
                    Duration.ofHours(within("lifetimeHours", from.lifetimeHours(), 1, 8760)),
                    attempts == 0 ? OptionalInt.empty() : OptionalInt.of(attempts));
            return new DispatchSettings(
                    within("deliveries", from.deliveries(), 1, 256),
                    within("remoteDeliveries", from.remoteDeliveries(), 1, 1024),
                    within("deliveriesPerDestination", from.deliveriesPerDestination(), 1, 256),
                    Duration.ofSeconds(within("localDeadlineSeconds", from.localDeadlineSeconds(), 1, 3600)),
                    Duration.ofSeconds(within("otherDeadlineSeconds", from.otherDeadlineSeconds(), 1, 86_400)),
                    Duration.ofSeconds(within("commandPatienceSeconds", from.commandPatienceSeconds(), 0, 60)),
                    schedule,
                    Duration.ofMinutes(within("delayReportMinutes", from.delayReportMinutes(), 0, 525_600)),
                    (long) within("maxReturnedKibibytes", from.maxReturnedKibibytes(), 0, 1 << 20) << 10,
                    postmaster(from.postmaster().strip()),
                    hostName(from.hostName().strip(), machine));
        }

        private static Address postmaster(String configured) {
            if (configured.isEmpty()) {
                return OUR_POSTMASTER;
            }
            return Address.parse(configured).orElseGet(() -> {
                LOG.warn("postmaster is no address: our own postmaster is taken");
                return OUR_POSTMASTER;
            });
        }

        private static String hostName(String configured, String machine) {
            boolean fit = configured.chars().allMatch(c -> c > ' ' && c < 0x7f);
            if (!fit) {
                LOG.warn("hostName is no name of a host: {} is taken", machine);
            }
            return configured.isEmpty() || !fit ? machine : configured;
        }

        /** What a hand has put out of its range is brought into it: the rest of the settings is in force all the same. */
        private static int within(String setting, int value, int least, int most) {
            int within = Math.max(least, Math.min(most, value));
            if (within != value) {
                LOG.warn("{} must be {} to {}, not {}: {} is taken", setting, least, most, value, within);
            }
            return within;
        }
    }
}
