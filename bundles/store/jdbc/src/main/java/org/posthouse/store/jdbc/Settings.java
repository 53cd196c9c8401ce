package org.posthouse.store.jdbc;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How much the store may use: messages in memory, octets of memory for their structures and for themselves, octets of
 * the disk it leaves alone. */
record Settings(long indexedMessages, long structureOctets, long messageOctets, long reserve) {
    private static final Logger LOG = LoggerFactory.getLogger(Settings.class);
    private static final int DISK_PART = 20;

    static final Settings DEFAULT = new Settings(1_000_000, 16L << 20, 32L << 20, 64L << 20);

    Settings {
        if (indexedMessages < 0 || structureOctets < 0 || messageOctets < 0 || reserve < 0) {
            throw new IllegalArgumentException("none may be negative");
        }
    }

    /** The same for a disk of so many octets: a small one is not all reserve, unless that is wanted. */
    Settings fitFor(long disk) {
        long kept = reserve > DEFAULT.reserve ? reserve : Math.min(reserve, disk / DISK_PART);
        return new Settings(indexedMessages, structureOctets, messageOctets, kept);
    }

    static Settings of(Configuration configuration) {
        return new Settings(
                within("indexedMessages", configuration.indexedMessages(), 0, 100_000_000),
                within("structureMegabytes", configuration.structureMegabytes(), 0, 1_024) << 20,
                within("messageMegabytes", configuration.messageMegabytes(), 0, 1_024) << 20,
                within("reserveMegabytes", configuration.reserveMegabytes(), 0, 1_048_576) << 20);
    }

    /** What a hand has put out of its range is brought into it: the rest of the settings is in force all the same. */
    private static long within(String setting, long value, long least, long most) {
        long within = Math.max(least, Math.min(most, value));
        if (within != value) {
            LOG.warn("{} must be {} to {}, not {}: {} is taken", setting, least, most, value, within);
        }
        return within;
    }

    /** What an administrator may set. */
    @ObjectClassDefinition(
            name = "Store in Derby",
            description = "Mail as rows in the embedded database, content as files.")
    @interface Configuration {
        @AttributeDefinition(
                name = "Indexed messages",
                description =
                        "Messages of open mailboxes kept in memory, about 40 octets each; beyond that the longest unused accounts leave.",
                min = "0",
                max = "100000000")
        long indexedMessages() default 1_000_000;

        @AttributeDefinition(
                name = "Structures",
                description =
                        "Megabytes of memory for what mail clients show in lists, about 400 octets a message; what does not fit is read from the messages' files.",
                min = "0",
                max = "1024")
        long structureMegabytes() default 16;

        @AttributeDefinition(
                name = "Messages in memory",
                description =
                        "Megabytes of memory for messages of up to 16 KiB that were read lately; given back where memory is short. What does not fit is read from the messages' files.",
                min = "0",
                max = "1024")
        long messageMegabytes() default 32;

        @AttributeDefinition(
                name = "Reserve",
                description =
                        "Megabytes of the disk that new mail leaves free, so that mail can still be deleted; up to 64 of them, a twentieth of the disk at most.",
                min = "0",
                max = "1048576")
        long reserveMegabytes() default 64;
    }
}
