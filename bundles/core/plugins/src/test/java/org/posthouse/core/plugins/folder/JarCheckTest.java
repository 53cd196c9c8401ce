package org.posthouse.core.plugins.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.core.plugins.TestJar;

class JarCheckTest {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final int MIB = 1 << 20;

    @TempDir
    Path folder;

    @Test
    void aJarOfAPlugInIsReadWhole() throws Exception {
        Path jar = Files.write(folder.resolve("a.jar"), new TestJar("org.example.a", "1.2.0").bytes());
        assertThat(JarCheck.check(jar, "0").name()).isEqualTo("org.example.a");
    }

    @Test
    void aManifestThatUnpacksToMoreThanItMayIsRefusedWithoutBeingRead() throws Exception {
        Path jar = jar(Map.of(MANIFEST, 64 * MIB));
        assertThat(Files.size(jar)).isLessThan(MIB);
        refused(jar, "manifest larger than 1 MiB");
    }

    @Test
    void aManifestInSmallLettersIsNoWayRound() throws Exception {
        refused(jar(Map.of("meta-inf/manifest.mf", 100)), "not the one META-INF/MANIFEST.MF");
        refused(jar(Map.of("meta-inf/manifest.mf", 2 * MIB)), "manifest larger than 1 MiB");
    }

    @Test
    void anEntryThatIsPackedBeyondReasonIsRefused() throws Exception {
        refused(jar(Map.of("zeros.bin", 20 * MIB)), "250 times its size: zeros.bin");
    }

    @Test
    void aListOfVeryManyEntriesIsRefusedBeforeItIsRead() throws Exception {
        Map<String, Integer> entries = new TreeMap<>();
        for (int i = 0; i <= JarEnd.MOST_ENTRIES; i++) {
            entries.put("e" + i, 0);
        }
        refused(jar(entries), "more than 20000 entries");
        for (int i = 0; i <= 0x10000; i++) {
            entries.put("e" + i, 0);
        }
        refused(jar(entries), "more than 20000 entries");
    }

    @Test
    void aNameLongerThanAnyPathIsRefused() throws Exception {
        refused(jar(Map.of("n".repeat(1025), 1)), "longer than 1024 characters");
    }

    @Test
    void aListOfEntriesThatIsLargeByItsNamesIsRefusedBeforeItIsRead() throws Exception {
        Map<String, Integer> entries = new TreeMap<>();
        for (int i = 0; i < 140; i++) {
            entries.put(i + "n".repeat(60_000), 0);
        }
        refused(jar(entries), "list of entries larger than 8 MiB");
    }

    @Test
    void aVersionThatIsABookIsNotRepeated() throws Exception {
        Path jar = Files.write(folder.resolve("v.jar"), new TestJar("org.example.v", "1".repeat(5000)).bytes());
        refused(jar, "more than 200 characters");
    }

    @Test
    void whatIsNoJarIsBroken() throws Exception {
        Path jar = Files.writeString(folder.resolve("text.jar"), "no jar");
        assertThatThrownBy(() -> JarCheck.check(jar, "0")).isInstanceOf(IOException.class);
    }

    private static void refused(Path jar, String words) {
        assertThatThrownBy(() -> JarCheck.check(jar, "0"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(words)
                .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(1200));
    }

    /** Entries of so many zeros. */
    private Path jar(Map<String, Integer> sizes) throws IOException {
        Path jar = folder.resolve("bomb.jar");
        byte[] zeros = new byte[16_384];
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, Integer> each : sizes.entrySet()) {
                zip.putNextEntry(new ZipEntry(each.getKey()));
                for (int left = each.getValue(); left > 0; left -= zeros.length) {
                    zip.write(zeros, 0, Math.min(left, zeros.length));
                }
            }
        }
        return jar;
    }
}
