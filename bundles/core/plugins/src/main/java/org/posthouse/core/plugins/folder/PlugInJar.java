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
    /** Names this content of this version. */
    public String id() {
        return version + "-" + hash;
    }
}
