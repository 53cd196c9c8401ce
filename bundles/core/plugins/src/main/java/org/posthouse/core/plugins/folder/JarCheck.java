package org.posthouse.core.plugins.folder;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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

/**
 * Reads all of a jar: that every entry is whole, and what its manifest says. However small it is packed, never more than the manifest
 * of it is in memory, and that has a limit.
 */
final class JarCheck {
    private static final long LARGEST_UNPACKED = 256L << 20;
    private static final int LARGEST_MANIFEST = 1 << 20;
    private static final int LONGEST_NAME = 1024;
    private static final int LONGEST_VERSION = 200;
    /** No program is packed so well; less than {@link #SMALL} does no harm either way. */
    private static final long BEST_RATIO = 250;

    private static final long SMALL = 1L << 20;
    private static final String NAME_FORM = "[A-Za-z0-9_-][A-Za-z0-9_.-]{0,199}";

    private JarCheck() {}

    /** The jar under its own name. Fails with IOException if it is not whole, or not yet. */
    static PlugInJar check(Path copy, String hash) throws IOException, RefusedException {
        JarEnd.check(copy);
        try (ZipFile zip = new ZipFile(copy.toFile())) {
            byte[] manifest = readAll(zip).orElseThrow(() -> new RefusedException("is no bundle: it has no manifest"));
            return read(new Manifest(new ByteArrayInputStream(manifest)).getMainAttributes(), copy, hash);
        } catch (IllegalArgumentException e) {
            throw new RefusedException("has an entry whose name cannot be read", e);
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
            String written = Optional.ofNullable(manifest.getValue(Constants.BUNDLE_VERSION))
                    .orElse("");
            if (written.length() > LONGEST_VERSION) {
                throw new RefusedException("has a Bundle-Version of more than " + LONGEST_VERSION + " characters");
            }
            Version version = Version.parseVersion(written);
            return new PlugInJar(name, version, hash, copy, PlugInJar.alone(manifest.getValue(PlugInJar.SWAP)));
        } catch (IllegalArgumentException e) {
            throw new RefusedException("has a Bundle-Version that is none: " + e.getMessage(), e);
        }
    }

    /** Returns the manifest. */
    private static Optional<byte[]> readAll(ZipFile zip) throws IOException, RefusedException {
        Optional<byte[]> manifest = Optional.empty();
        long left = LARGEST_UNPACKED;
        for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
            ZipEntry entry = entries.nextElement();
            if (entry.getName().length() > LONGEST_NAME) {
                throw new RefusedException("has an entry whose name is longer than " + LONGEST_NAME + " characters");
            }
            ByteArrayOutputStream kept = new ByteArrayOutputStream();
            boolean manifests = entry.getName().equalsIgnoreCase(JarFile.MANIFEST_NAME);
            left -= read(zip, entry, left, manifests ? kept : OutputStream.nullOutputStream());
            if (manifests) {
                // Readers differ in which one they take, and in whether small letters make one.
                if (manifest.isPresent() || !entry.getName().equals(JarFile.MANIFEST_NAME)) {
                    throw new RefusedException("has a manifest that is not the one META-INF/MANIFEST.MF");
                }
                manifest = Optional.of(kept.toByteArray());
            }
        }
        return manifest;
    }

    /** Returns the size, which is no more than {@code left}. */
    private static long read(ZipFile zip, ZipEntry entry, long left, OutputStream copy)
            throws IOException, RefusedException {
        boolean manifest = copy instanceof ByteArrayOutputStream;
        mayBe(entry, entry.getSize(), left, manifest);
        byte[] buffer = new byte[16_384];
        long size = 0;
        CRC32 sum = new CRC32();
        try (InputStream in = zip.getInputStream(entry)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sum.update(buffer, 0, read);
                size += read;
                mayBe(entry, size, left, manifest);
                copy.write(buffer, 0, read);
            }
        }
        if (entry.getCrc() != -1 && sum.getValue() != entry.getCrc()) {
            throw new ZipException("broken entry " + entry.getName());
        }
        return size;
    }

    /** As its list of entries says first, then as it turns out. */
    private static void mayBe(ZipEntry entry, long size, long left, boolean manifest) throws RefusedException {
        if (manifest && size > LARGEST_MANIFEST) {
            throw new RefusedException("has a manifest larger than 1 MiB");
        }
        if (size > left) {
            throw new RefusedException("unpacks to more than 256 MiB");
        }
        if (size > SMALL && size / BEST_RATIO > entry.getCompressedSize()) {
            throw new RefusedException(
                    "has an entry that unpacks to more than " + BEST_RATIO + " times its size: " + entry.getName());
        }
    }
}
