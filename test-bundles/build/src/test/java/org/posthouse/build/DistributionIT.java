package org.posthouse.build;

import static org.assertj.core.api.Assertions.assertThat;

import aQute.lib.json.JSONCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is handed out. */
final class DistributionIT {
    private static final Path TARGET = Tree.ROOT.resolve("distro/target");

    @Test
    void aSecondBuildElsewhereMakesTheSameOctets(@TempDir Path folder) throws Exception {
        Path first = tarball(TARGET);
        Tree copy = Tree.copy(folder.resolve("another place"), path -> true);
        Tree.Build build = copy.maven(
                Map.of("TZ", "Pacific/Auckland", "LC_ALL", "C", "MAVEN_OPTS", "-Duser.language=tr"),
                "-q",
                "-Dmaven.test.skip=true",
                "-Dspotless.check.skip=true",
                // What the first build has checked is not checked again.
                "-Derrorprone.flags=-XepDisableAllChecks",
                "package");
        assertThat(build.status()).as(build.log()).isZero();
        Path second = tarball(copy.resolve("distro/target"));
        assertThat(second).hasFileName(first.getFileName().toString());
        assertThat(sha256(second)).isEqualTo(sha256(first));
    }

    @Test
    void theBillOfMaterialsListsEveryJarWithItsChecksum() throws Exception {
        Path unpacked = TARGET.resolve(tarball(TARGET).getFileName().toString().replace(".tar.gz", ""));
        Map<String, String> shipped = new TreeMap<>();
        try (Stream<Path> files = Files.walk(unpacked)) {
            for (Path jar : files.filter(f -> f.toString().endsWith(".jar")).toList()) {
                shipped.put(sha256(jar), jar.getFileName().toString());
            }
        }
        Set<String> listed = new TreeSet<>();
        Map<?, ?> bill = (Map<?, ?>) new JSONCodec()
                .dec()
                .from(unpacked.resolve("sbom.cdx.json").toFile())
                .get();
        for (Object component : (List<?>) bill.get("components")) {
            Map<?, ?> each = (Map<?, ?>) component;
            assertThat((List<?>) each.get("licenses"))
                    .as(each.get("purl") + "'s licences")
                    .isNotEmpty();
            List<?> hashes = (List<?>) each.get("hashes");
            listed.add((String) ((Map<?, ?>) hashes.get(0)).get("content"));
        }
        assertThat(shipped).isNotEmpty();
        assertThat(listed).isEqualTo(shipped.keySet());
    }

    private static Path tarball(Path target) throws IOException {
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(f -> f.toString().endsWith(".tar.gz"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String sha256(Path file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    }
}
