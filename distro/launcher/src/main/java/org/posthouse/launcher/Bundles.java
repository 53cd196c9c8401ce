package org.posthouse.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.osgi.framework.Constants;
import org.posthouse.launcher.feature.BundleEntry;
import org.posthouse.launcher.feature.FeatureException;
import org.posthouse.launcher.feature.FeatureFolder;

/** What servers are made of: features as they were when they were read, and the folder with the files of their bundles. */
final class Bundles {
    private final FeatureFolder features;
    private final Path folder;

    private Bundles(FeatureFolder features, Path folder) {
        this.features = features;
        this.folder = folder;
    }

    static Bundles read(Path distribution) throws IOException {
        return new Bundles(FeatureFolder.read(distribution.resolve("features")), distribution.resolve("bundles"));
    }

    List<BundleEntry> of(Collection<String> names) {
        return features.bundles(names);
    }

    /** Fails with {@link FeatureException} if it is not there. */
    Path file(BundleEntry entry) {
        Path jar = folder.resolve(entry.fileName());
        if (!Files.isRegularFile(jar)) {
            throw new FeatureException("bundles/" + entry.fileName() + " is missing; unpack the distribution again");
        }
        return jar;
    }

    /** A line for each of these bundles that is missing, not whole, or no bundle. */
    List<String> broken(Collection<String> names) throws IOException {
        List<String> lines = new ArrayList<>();
        for (BundleEntry entry : of(names)) {
            try (JarFile jar = new JarFile(file(entry).toFile())) {
                Manifest manifest = jar.getManifest();
                if (manifest == null || manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME) == null) {
                    lines.add("bundles/" + entry.fileName() + " is no bundle");
                }
            } catch (FeatureException e) {
                lines.add(e.getMessage());
            } catch (ZipException e) {
                lines.add("bundles/" + entry.fileName() + " is not whole: " + e.getMessage());
            }
        }
        return lines;
    }

    /**
     * The same out of another folder, which is emptied first: each file has a second name there, so that it stays when an upgrade
     * replaces it. Empty where the system gives no second names, as from one disk to another or on one that is full.
     */
    Optional<Bundles> keep(Collection<String> names, Path second) {
        try {
            Files.createDirectories(second);
            empty(second);
            for (BundleEntry entry : of(names)) {
                Files.createLink(second.resolve(entry.fileName()), file(entry));
            }
        } catch (IOException | UncheckedIOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
        return Optional.of(new Bundles(features, second));
    }

    private static void empty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }
}
