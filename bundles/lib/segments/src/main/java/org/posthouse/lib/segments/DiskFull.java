package org.posthouse.lib.segments;

import java.io.IOException;
import java.util.Locale;

/** Tells a full disk from other failures. */
public final class DiskFull {
    private DiskFull() {}

    /** Whether the disk had no room, or none for us; the JDK says it by the system's text alone. */
    public static boolean is(IOException failure) {
        String text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return text.contains("no space left") || text.contains("quota exceeded");
    }
}
