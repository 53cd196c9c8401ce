package org.posthouse.core.plugins.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/** Reads all of a jar: that every entry is whole, and what its manifest says. */
final class JarCheck {
    private static final long LARGEST_UNPACKED = 1L << 30;
    private static final String NAME_FORM = "[A-Za-z0-9_-][A-Za-z0-9_.-]{0,199}";

    private JarCheck() {}

    /** The jar under its own name. Fails with IOException if it is not whole, or not yet. */
    static PlugInJar check(Path copy, String hash) throws IOException, RefusedException {
        try (ZipFile zip = new ZipFile(copy.toFile())) {
            readAll(zip);
        }
        try (JarFile jar = new JarFile(copy.toFile(), false)) {
            Manifest manifest = Optional.ofNullable(jar.getManifest())
                    .orElseThrow(() -> new RefusedException("is no bundle: it has no manifest"));
            return read(manifest.getMainAttributes(), copy, hash);
        }
    }

    private static PlugInJar read(Attributes manifest, Path copy, String hash) throws RefusedException {
        String name = Optional.ofNullable(manifest.getValue(Constants.BUNDLE_SYMBOLICNAME))
                .map(each -> each.split(";", 2)[0].strip())
                .orElseThrow(() -> new RefusedException("is no bundle: its manifest has no Bundle-SymbolicName"));
        if (!name.matches(NAME_FORM)) {
            throw new RefusedException("has an unusable Bundle-SymbolicName");
        }
        if (manifest.getValue(Constants.FRAGMENT_HOST) != null) {
            throw new RefusedException("is a fragment, which cannot be plugged in");
        }
        String exports =
                Optional.ofNullable(manifest.getValue(Constants.EXPORT_PACKAGE)).orElse("");
        // Those whose packages they are may not be plugged in either, but for another reason.
        if (!name.matches("org\\.posthouse\\.(api|spi|lib)(\\..*)?")
                && exports.matches("(?s).*\\borg\\.posthouse\\.(api|spi|lib)\\..*")) {
            throw new RefusedException("exports packages of Posthouse's own contracts; build it without them");
        }
        try {
            Version version = Version.parseVersion(manifest.getValue(Constants.BUNDLE_VERSION));
            return new PlugInJar(name, version, hash, copy, PlugInJar.alone(manifest.getValue(PlugInJar.SWAP)));
        } catch (IllegalArgumentException e) {
            throw new RefusedException("has a Bundle-Version that is none: " + e.getMessage(), e);
        }
    }

    private static void readAll(ZipFile zip) throws IOException, RefusedException {
        byte[] buffer = new byte[16_384];
        long unpacked = 0;
        for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
            ZipEntry entry = entries.nextElement();
            CRC32 sum = new CRC32();
            try (InputStream in = zip.getInputStream(entry)) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    sum.update(buffer, 0, read);
                    unpacked += read;
                    if (unpacked > LARGEST_UNPACKED) {
                        throw new RefusedException("unpacks to more than 1 GiB");
                    }
                }
            }
            if (entry.getCrc() != -1 && sum.getValue() != entry.getCrc()) {
                throw new ZipException("broken entry " + entry.getName());
            }
        }
    }
}
