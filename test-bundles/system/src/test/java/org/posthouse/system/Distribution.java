package org.posthouse.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** What the build has made: the unpacked distribution and the example filter in its two versions. */
final class Distribution {
    private static final Path ROOT = root();

    private Distribution() {}

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    /** The folder of the source tree. */
    static Path tree() {
        return ROOT;
    }

    static Path command() throws IOException {
        try (Stream<Path> made = Files.list(ROOT.resolve("distro/target"))) {
            return made.map(folder -> folder.resolve("bin/posthouse"))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow(() -> new IOException("no distribution is built"));
        }
    }

    /** The jar of one of our bundles. */
    static Path bundle(String symbolicName) throws IOException {
        try (Stream<Path> made = Files.walk(command().resolve("../../bundles").normalize())) {
            return made.filter(file -> file.getFileName().toString().matches(symbolicName + "-[0-9].*\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no " + symbolicName + " is in the distribution"));
        }
    }

    /** As its manifest tells. */
    static String version(String symbolicName) throws IOException {
        try (JarInputStream jar = new JarInputStream(Files.newInputStream(jar(symbolicName)))) {
            return jar.getManifest().getMainAttributes().getValue("Bundle-Version");
        }
    }

    /** The jar of one of our bundles, or of the example filter. */
    static Path jar(String symbolicName) throws IOException {
        return symbolicName.equals("org.posthouse.example.filter") ? exampleFilter("1.0.0") : bundle(symbolicName);
    }

    /** One of our bundles with other words in its manifest; put in its place when it is whole. */
    static void altered(String symbolicName, Map<String, String> words, Path target) throws IOException {
        altered(bundle(symbolicName), words, target);
    }

    /** The same of any jar. */
    static void altered(Path source, Map<String, String> words, Path target) throws IOException {
        Path arriving = target.resolveSibling("." + target.getFileName() + ".arriving");
        try (JarInputStream jar = new JarInputStream(Files.newInputStream(source))) {
            Manifest manifest = new Manifest(jar.getManifest());
            words.forEach(manifest.getMainAttributes()::putValue);
            try (JarOutputStream copy = new JarOutputStream(Files.newOutputStream(arriving), manifest)) {
                for (JarEntry entry = jar.getNextJarEntry(); entry != null; entry = jar.getNextJarEntry()) {
                    copy.putNextEntry(new JarEntry(entry.getName()));
                    jar.transferTo(copy);
                }
            }
        }
        Files.move(arriving, target);
    }

    static Path exampleFilter(String version) throws IOException {
        try (Stream<Path> made = Files.walk(ROOT.resolve("test-bundles/example-filter"))) {
            return made.filter(file -> file.getFileName().toString().equals("example-filter-" + version + ".jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no example filter " + version + " is built"));
        }
    }

    /** A filter that misbehaves as its settings say. */
    static Path naughtyFilter() {
        return ROOT.resolve("test-bundles/naughty-filter/target/naughty-filter.jar");
    }

    /** Awkward messages written elsewhere, where they lie beside the source tree; none otherwise. */
    static List<Path> awkwardMessages() throws IOException {
        Path data = ROOT.resolveSibling("shared").resolve("data/messages");
        for (Path folder = ROOT; folder != null && !Files.isDirectory(data); folder = folder.getParent()) {
            data = folder.resolve("shared/data/messages");
        }
        if (!Files.isDirectory(data)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(file ->
                            file.toString().endsWith(".eml") || file.toString().endsWith(".msg"))
                    .sorted()
                    .toList();
        }
    }
}
