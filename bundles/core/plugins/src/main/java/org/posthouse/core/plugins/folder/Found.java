package org.posthouse.core.plugins.folder;

import java.time.Instant;

/** What a file in {@code plugins/} is taken for. */
public sealed interface Found {
    /** Somebody may still be writing to it. */
    record Unsteady() implements Found {}

    /** Whole, and as it was written then. */
    record Whole(PlugInJar jar, Instant written) implements Found {}

    /** Will not do, until it changes. */
    record Unusable(String reason) implements Found {}
}
