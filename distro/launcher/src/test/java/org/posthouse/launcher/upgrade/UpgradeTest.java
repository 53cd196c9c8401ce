package org.posthouse.launcher.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.launcher.upgrade.Upgrade.Finding;

final class UpgradeTest {
    private static final String FEATURE = """
            {"feature-resource-version": "1.0", "id": "org.example:features-default:2",
             "bundles": [{"id": "org.example:stable:2", "start-level": 1}]}
            """;
    private static final String METATYPE = """
            <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.2.0">
              <OCD id="door" name="Door"><AD id="port" type="Integer" default="25"/></OCD>
              <Designate pid="org.example.door"><Object ocdref="door"/></Designate>
              <Designate factoryPid="org.example.gate"><Object ocdref="door"/></Designate>
            </metatype:MetaData>
            """;

    @TempDir
    Path folder;

    private Path home;
    private Upgrade upgrade;

    @BeforeEach
    void aHomeOfAFormerRelease() throws IOException {
        Path distribution = folder.resolve("dist");
        write(distribution.resolve("features/default.json"), FEATURE);
        bundle(
                distribution.resolve("bundles/stable-2.jar"),
                "Export-Package: org.example.stable;version=\"2.0\"",
                Map.of("OSGI-INF/metatype/door.xml", METATYPE));
        home = folder.resolve("home");
        write(home.resolve("etc/version"), "1\n");
        write(home.resolve("etc/org.example.door.config"), "port=I\"26\"\n");
        write(home.resolve("etc/org.example.gate~east.config"), "port=I\"27\"\n");
        Files.createDirectories(home.resolve("data"));
        new State(home).serves("1");
        upgrade = new Upgrade(distribution, home, "2", "1");
    }

    @Test
    void aHomeThatGoesOnAsItIsHasNothingAgainstIt() throws IOException {
        bundle(home.resolve("plugins/horse.jar"), "Import-Package: org.example.stable;version=\"[2,3)\"", Map.of());
        Finding finding = upgrade.check();
        assertThat(finding.level()).isEqualTo("1");
        assertThat(finding.served()).contains("1");
        assertThat(finding.jars()).isEqualTo(1);
        assertThat(finding.problems()).isEmpty();
        assertThat(finding.unknown()).isEmpty();
        assertThat(home.resolve("data/upgrade")).doesNotExist();
    }

    @Test
    void aPlugInThatDoesNotResolveIsNamedWithWhatItNeeds() throws IOException {
        bundle(home.resolve("plugins/horse.jar"), "Import-Package: org.example.stable;version=\"[1,2)\"", Map.of());
        bundle(home.resolve("plugins/mare.jar"), "Import-Package: org.example.meadow", Map.of());
        write(home.resolve("plugins/no.jar"), "no jar");
        assertThat(upgrade.check().problems())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .isEqualTo(
                                        "plugins/horse.jar: it needs the package org.example.stable in version 1.0.0 or"
                                                + " later, below 2.0.0, which this release does not have"),
                        line -> assertThat(line)
                                .isEqualTo("plugins/mare.jar: it needs the package org.example.meadow,"
                                        + " which this release does not have"),
                        line -> assertThat(line).startsWith("plugins/no.jar: it is no bundle"));
    }

    @Test
    void settingsThatNobodyDescribesAreNamed() throws IOException {
        write(home.resolve("etc/org.example.door.config"), "port=I\"26\"\nhinges=I\"2\"\n");
        write(home.resolve("etc/org.example.window.config"), "glass=\"clear\"\n");
        assertThat(upgrade.check().unknown())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("etc/org.example.door.config:")
                                .contains("no setting hinges"),
                        line -> assertThat(line).startsWith("etc/org.example.window.config:"));
    }

    @Test
    void whatIsAppliedKeepsTheConfigurationUntilItIsCommittedByAReleaseThatHasServed() throws IOException {
        assertThatThrownBy(upgrade::commit).hasMessageContaining("no upgrade is under way");
        upgrade.apply();
        write(home.resolve("etc/org.example.door.config"), "port=I\"28\"\n");
        upgrade.apply();
        assertThat(home.resolve("data/upgrade/etc/org.example.door.config")).hasContent("port=I\"26\"");
        assertThat(upgrade.check().from()).contains("1");
        assertThatThrownBy(upgrade::commit).hasMessageContaining("has not served this home yet");
        new State(home).serves("2");
        upgrade.commit();
        assertThat(home.resolve("data/upgrade")).doesNotExist();
        assertThat(upgrade.check().from()).isEqualTo(Optional.empty());
        assertThat(home.resolve("etc/version")).hasContent("1");
    }

    @Test
    void allOfTheConfigurationIsKept() throws IOException {
        write(home.resolve("etc/certificates/zoo.example/key.pem"), "key");
        write(folder.resolve("elsewhere/full.pem"), "full");
        Files.createSymbolicLink(home.resolve("etc/certificates/full.pem"), folder.resolve("elsewhere/full.pem"));
        Files.createSymbolicLink(home.resolve("etc/elsewhere"), folder.resolve("elsewhere"));
        upgrade.apply();
        Path kept = home.resolve("data/upgrade/etc");
        assertThat(kept.resolve("certificates/zoo.example/key.pem")).hasContent("key");
        assertThat(kept.resolve("certificates/full.pem")).hasContent("full").isRegularFile();
        assertThat(kept.resolve("elsewhere")).isSymbolicLink();
        assertThat(Files.getPosixFilePermissions(kept.resolve("certificates")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        new State(home).serves("2");
        upgrade.commit();
        assertThat(folder.resolve("elsewhere/full.pem")).exists();
    }

    @Test
    void aServerMadeOfTheVeryFilesThatAreThereIsUnchangedUntilOneIsAnother() throws IOException {
        Path distribution = folder.resolve("dist");
        write(distribution.resolve("lib/launcher.jar"), "launcher");
        Files.createDirectories(home.resolve("run"));
        assertThat(upgrade.unchanged()).isFalse();
        new State(home).runs(ReleaseFiles.facts(distribution));
        assertThat(upgrade.unchanged()).isTrue();
        write(distribution.resolve("features/default.json"), FEATURE + "\n");
        assertThat(upgrade.unchanged()).isFalse();
    }

    @Test
    void aLevelNobodyKnowsAndAFolderThatIsNoHomeAreRefused() throws IOException {
        write(home.resolve("etc/version"), "7\n");
        assertThatThrownBy(upgrade::check).isInstanceOf(IOException.class).hasMessageContaining("level 7");
        Files.delete(home.resolve("etc/version"));
        assertThatThrownBy(upgrade::check).isInstanceOf(IOException.class).hasMessageContaining("is no home");
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static void bundle(Path file, String header, Map<String, String> entries) throws IOException {
        Files.createDirectories(file.getParent());
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
        manifest.getMainAttributes()
                .putValue("Bundle-SymbolicName", file.getFileName().toString().replaceAll("[-.].*", ""));
        int colon = header.indexOf(':');
        manifest.getMainAttributes()
                .putValue(
                        header.substring(0, colon), header.substring(colon + 1).strip());
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                jar.putNextEntry(new ZipEntry(entry.getKey()));
                jar.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
