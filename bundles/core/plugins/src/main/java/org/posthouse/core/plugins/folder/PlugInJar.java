package org.posthouse.core.plugins.folder;

import java.nio.file.Path;
import org.osgi.framework.Version;

/**
 * A whole and checked jar, as a copy of our own that nobody writes to.
 *
 * @param hash the first 16 hexadecimal digits of its SHA-256
 * @param alone whether it bears no other version beside it, by its manifest's {@code Posthouse-Swap: alone}
 */
public record PlugInJar(String name, Version version, String hash, Path copy, boolean alone) {
    /** Manifest header of a plug-in that holds something no other version may hold at the same time. */
    public static final String SWAP = "Posthouse-Swap";

    /** Whether this value of {@link #SWAP} says that no other version may run beside it; null where it has none. */
    public static boolean alone(String swap) {
        return "alone".equals(swap);
    }

    /** Names this content of this version. */
    public String id() {
        return version + "-" + hash;
    }
}
