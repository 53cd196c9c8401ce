package org.posthouse.build;

import static org.assertj.core.api.Assertions.assertThat;

import aQute.bnd.header.Parameters;
import aQute.bnd.osgi.Domain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What the built jars say they need and give. */
@TestInstance(Lifecycle.PER_CLASS)
final class ManifestsIT {
    private static final String OURS = "org.posthouse.";
    private static final Path BUNDLES = Tree.ROOT.resolve("features/target/bundles");

    /** Packages of a library, and the one bundle of ours that may import or hold them. */
    private static final Map<String, String> OWNERS = Map.of(
            "io.netty.", "org.posthouse.core.net",
            "org.apache.derby.", "org.posthouse.core.derby",
            "org.xbill.DNS", "org.posthouse.core.dns",
            "org.bouncycastle.", "org.posthouse.core.crypto",
            "org.apache.james.mime4j", "org.posthouse.lib.mime",
            "org.eclipse.jetty.", "org.posthouse.console.web",
            "org.apache.felix.http.", "org.posthouse.console.web",
            "org.apache.felix.webconsole", "org.posthouse.console.web",
            "com.fasterxml.jackson.", "org.posthouse.console.shell");

    /** Packages that are not a bundle's own and yet inside it: Derby's jars are no bundles, the launcher is none. */
    private static final Map<String, String> PACKED_IN = Map.of(
            "org.posthouse.core.derby", "org.apache.derby.",
            "org.posthouse.core.config", "org.posthouse.launcher.feature");

    private final Map<String, Domain> manifests = new TreeMap<>();
    private final Map<String, Set<String>> contents = new TreeMap<>();

    @BeforeAll
    void read() throws IOException {
        try (Stream<Path> jars = Files.list(BUNDLES)) {
            for (Path jar : jars.filter(j -> j.getFileName().toString().startsWith(OURS))
                    .toList()) {
                Domain manifest = Domain.domain(jar.toFile());
                String name = manifest.getBundleSymbolicName().getKey();
                manifests.put(name, manifest);
                contents.put(name, packages(jar));
            }
        }
    }

    @Test
    void thereAreBundlesToLookAt() {
        assertThat(manifests).containsKeys("org.posthouse.api", "org.posthouse.spi", "org.posthouse.core.net");
    }

    @Test
    void aLibraryIsSeenByItsOwnerAlone() {
        OWNERS.forEach((library, owner) -> manifests.forEach((name, manifest) -> {
            if (!name.equals(owner)) {
                assertThat(imports(manifest)).as(name + " imports").noneMatch(p -> p.startsWith(library));
                assertThat(contents.get(name)).as(name + " holds").noneMatch(p -> p.startsWith(library));
            }
        }));
    }

    @Test
    void onlyApiSpiAndLibExport() {
        manifests.forEach((name, manifest) -> {
            if (!isPublic(name)) {
                assertThat(manifest.getExportPackage().keySet())
                        .as(name + " exports")
                        .isEmpty();
            }
        });
    }

    @Test
    void whatIsExportedBelongsToItsBundle() {
        manifests.forEach(
                (name, manifest) -> assertThat(manifest.getExportPackage().keySet())
                        .as(name)
                        .allMatch(p -> p.equals(name) || p.startsWith(name + ".")));
    }

    @Test
    void ofOursOnlyApiSpiAndLibAreImported() {
        manifests.forEach((name, manifest) -> assertThat(imports(manifest))
                .as(name + " imports")
                .filteredOn(p -> p.startsWith(OURS))
                .allMatch(p -> isPublic(p + ".")));
    }

    /** The command line can do what services of api can, and nothing else. */
    @Test
    void theCommandLineImportsNothingOfSpiOrLib() {
        assertThat(imports(manifests.get(OURS + "console.shell")))
                .noneMatch(p -> p.startsWith(OURS + "spi") || p.startsWith(OURS + "lib"));
    }

    @Test
    void aBundleHoldsOnlyItsOwnPackages() {
        manifests.keySet().forEach(name -> assertThat(contents.get(name))
                .as(name)
                .filteredOn(p -> !p.startsWith(PACKED_IN.getOrDefault(name, name)))
                .allMatch(p -> p.equals(name) || p.startsWith(name + ".")));
    }

    @Test
    void aLibraryPackedInIsNamedForTheBillOfMaterials() {
        manifests.forEach((name, manifest) -> {
            boolean holds = contents.get(name).stream().anyMatch(p -> !p.startsWith("org.posthouse."));
            Parameters embedded = manifest.getParameters("Embedded-Artifacts");
            assertThat(embedded.isEmpty()).as(name).isNotEqualTo(holds);
            assertThat(embedded.values()).as(name).allMatch(each -> each.containsKey("g") && each.containsKey("v"));
        });
    }

    private static boolean isPublic(String name) {
        return Stream.of("api", "spi", "lib").anyMatch(role -> (name + ".").startsWith(OURS + role + "."));
    }

    private static Collection<String> imports(Domain manifest) {
        return manifest.getImportPackage().keySet();
    }

    private static Set<String> packages(Path jar) throws IOException {
        Set<String> packages = new HashSet<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            file.stream()
                    .map(entry -> entry.getName())
                    .filter(entry -> entry.endsWith(".class") && !entry.startsWith("META-INF/"))
                    .forEach(entry -> packages.add(
                            entry.substring(0, entry.lastIndexOf('/')).replace('/', '.')));
        }
        return packages;
    }
}
