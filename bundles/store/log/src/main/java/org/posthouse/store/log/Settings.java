package org.posthouse.store.log;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How much the store may use: messages in memory, octets of memory for their structures, octets of the disk it leaves alone, octets of a segment; and how many shards it makes. */
record Settings(long indexedMessages, long structureOctets, long reserve, int segmentSize, int shards) {
    private static final Logger LOG = LoggerFactory.getLogger(Settings.class);
    private static final int DISK_PART = 20;
    /** At least so many segments go on to the disk, and so many into what is free of it. */
    private static final int SEGMENTS = 64;

    private static final int FREE_SEGMENTS = 8;
    private static final int MEGABYTE = 1 << 20;
    /** Megabytes that an administrator may set at least: the disk must be small for less. */
    private static final int LEAST_MEGABYTES = 4;

    private static final int LEAST_SEGMENT = LEAST_MEGABYTES * MEGABYTE;

    static final Settings DEFAULT = new Settings(1_000_000, 16L << 20, 64L << 20, 64 << 20, 1);

    Settings {
        if (indexedMessages < 0 || structureOctets < 0 || reserve < 0 || segmentSize < 1 << 16 || shards < 1) {
            throw new IllegalArgumentException("too little for a store");
        }
    }

    /** Without memory for structures: they are read wherever they are asked for. */
    Settings(long indexedMessages, long reserve, int segmentSize, int shards) {
        this(indexedMessages, 0, reserve, segmentSize, shards);
    }

    /**
     * The same for a disk of so many octets, of which so many are free: a small one is not all reserve, unless that is wanted, and no
     * segment is so large a part of it that what is wanted of one could not be copied when the disk is nearly full.
     */
    Settings fitFor(long disk, long free) {
        long kept = reserve > DEFAULT.reserve ? reserve : Math.min(reserve, disk / DISK_PART);
        long part = Math.max(MEGABYTE, powerOfTwo(disk / SEGMENTS / shards));
        long freePart = Math.max(LEAST_SEGMENT, powerOfTwo(free / FREE_SEGMENTS / shards));
        int segment = (int) Math.min(segmentSize, Math.min(part, freePart));
        return new Settings(indexedMessages, structureOctets, kept, segment, shards);
    }

    /** The largest that is not larger. */
    private static long powerOfTwo(long octets) {
        return Long.highestOneBit(Math.max(1, octets));
    }

    static Settings of(Configuration configuration) {
        return new Settings(
                within("indexedMessages", configuration.indexedMessages(), 0, 100_000_000),
                within("structureMegabytes", configuration.structureMegabytes(), 0, 1_024) << 20,
                within("reserveMegabytes", configuration.reserveMegabytes(), 0, 1_048_576) << 20,
                (int) within("segmentMegabytes", configuration.segmentMegabytes(), LEAST_MEGABYTES, 1024) * MEGABYTE,
                (int) within("shards", configuration.shards(), 1, 16));
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
    @ObjectClassDefinition(name = "Store in a log", description = "Mail in a log of segments, mailboxes in memory.")
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
                        "Megabytes of memory for what mail clients show in lists, about 400 octets a message; given back where memory is short. What does not fit is read from the log.",
                min = "0",
                max = "1024")
        long structureMegabytes() default 16;

        @AttributeDefinition(
                name = "Reserve",
                description =
                        "Megabytes of the disk that new mail leaves free, so that mail can still be deleted; up to 64 of them, a twentieth of the disk at most.",
                min = "0",
                max = "1048576")
        long reserveMegabytes() default 64;

        @AttributeDefinition(
                name = "Segment",
                description =
                        "Megabytes of a segment of the log; for segments that are begun from now on. A sixty-fourth of the disk at most.",
                min = "4",
                max = "1024")
        int segmentMegabytes() default 64;

        @AttributeDefinition(
                name = "Shards",
                description =
                        "Parts with a log and a writer each; settled when the store is made. One force of the disk is for all that wait for it in a part: more parts pay where the disk forces several files at once.",
                min = "1",
                max = "16")
        int shards() default 1;
    }
}
