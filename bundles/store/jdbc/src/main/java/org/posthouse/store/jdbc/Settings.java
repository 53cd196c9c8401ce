package org.posthouse.store.jdbc;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** How much the store may use: messages in memory, octets of the disk it leaves alone. */
record Settings(long indexedMessages, long reserve) {
    static final Settings DEFAULT = new Settings(1_000_000, 64L << 20);

    Settings {
        if (indexedMessages < 0 || reserve < 0) {
            throw new IllegalArgumentException("neither may be negative");
        }
    }

    static Settings of(Configuration configuration) {
        return new Settings(configuration.indexedMessages(), configuration.reserveMegabytes() << 20);
    }

    /** What an administrator may set. */
    @ObjectClassDefinition(
            name = "Store in Derby",
            description = "Mail as rows in the embedded database, content as files.")
    @interface Configuration {
        @AttributeDefinition(
                name = "Indexed messages",
                description =
                        "Messages of open mailboxes kept in memory, about 40 octets each; beyond that the longest unused accounts leave.")
        long indexedMessages() default 1_000_000;

        @AttributeDefinition(
                name = "Reserve",
                description = "Megabytes of the disk that new mail leaves free, so that mail can still be deleted.")
        long reserveMegabytes() default 64;
    }
}
