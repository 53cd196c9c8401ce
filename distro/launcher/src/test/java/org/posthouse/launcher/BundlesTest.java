package org.posthouse.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundlesTest {
    private static final List<String> MAIL = List.of("mail");

    @TempDir
    Path folder;

    private Path jar;

    @BeforeEach
    void make() throws IOException {
        Files.createDirectories(folder.resolve("features"));
        Files.createDirectories(folder.resolve("bundles"));
        Files.writeString(
                folder.resolve("features/mail.json"),
                "{\"feature-resource-version\":\"1.0\",\"bundles\":[{\"id\":\"a:b:1.0\"}]}");
        jar = folder.resolve("bundles/b-1.0.jar");
        write("b");
    }

    private void write(String symbolicName) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (!symbolicName.isEmpty()) {
            manifest.getMainAttributes().putValue("Bundle-SymbolicName", symbolicName);
        }
        Path fresh = folder.resolve("fresh.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(fresh), manifest)) {
            out.flush();
        }
        Files.deleteIfExists(jar);
        Files.move(fresh, jar);
    }

    @Test
    void whatIsWholeIsNotBroken() throws IOException {
        assertThat(Bundles.read(folder).broken(MAIL)).isEmpty();
    }

    @Test
    void whatIsMissingHalfOrNoBundleIsNamed() throws IOException {
        Bundles bundles = Bundles.read(folder);
        write("");
        assertThat(bundles.broken(MAIL)).containsExactly("bundles/b-1.0.jar is no bundle");
        Files.writeString(jar, "half");
        assertThat(bundles.broken(MAIL)).singleElement().asString().startsWith("bundles/b-1.0.jar is not whole");
        Files.delete(jar);
        assertThat(bundles.broken(MAIL)).singleElement().asString().startsWith("bundles/b-1.0.jar is missing");
    }

    @Test
    void whatIsKeptStaysWhenTheFileIsReplaced() throws IOException {
        byte[] before = Files.readAllBytes(jar);
        Bundles bundles = Bundles.read(folder);
        Bundles kept = bundles.keep(MAIL, folder.resolve("kept/0")).orElseThrow();
        write("another");
        assertThat(kept.file(kept.of(MAIL).get(0))).hasBinaryContent(before);
        assertThat(bundles.file(bundles.of(MAIL).get(0)))
                .isNotEqualTo(kept.file(kept.of(MAIL).get(0)));
    }

    @Test
    void whatCannotBeKeptIsNoFailure() throws IOException {
        Path taken = Files.writeString(folder.resolve("kept"), "");
        assertThat(Bundles.read(folder).keep(MAIL, taken.resolve("0"))).isEmpty();
        assertThat(Bundles.read(folder).keep(MAIL, taken)).isEmpty();
    }
}
