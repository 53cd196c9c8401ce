package org.posthouse.core.plugins.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordsTest {
    private static final String HORSE = "org.example.horse";

    @TempDir
    Path home;

    private Path file;

    @BeforeEach
    void twoRun() throws Exception {
        file = home.resolve("running");
        Records records = new Records(file);
        records.runs(HORSE, "1.0.0-00", new Records.Running("a horse.jar", "2.0.0-01"));
        records.runs("org.example.mule", "", new Records.Running("mule.jar", "1.0.0-02"));
    }

    @Test
    void whatRunsAndWhatRanIsReadAgain() {
        Records again = new Records(file);
        assertThat(again.running(HORSE)).contains(new Records.Running("a horse.jar", "2.0.0-01"));
        assertThat(again.former(HORSE)).containsExactly("1.0.0-00");
        assertThat(home.resolve("running.damaged")).doesNotExist();
    }

    @Test
    void aFileWithADamagedBeginningIsKeptBesideAndForgotten() throws Exception {
        byte[] damaged = flip(0, 1);
        Records again = new Records(file);
        assertThat(again.names()).isEmpty();
        assertThat(home.resolve("running.damaged")).hasBinaryContent(damaged);
        again.runs(HORSE, "", new Records.Running("horse.jar", "3.0.0-03"));
        assertThat(new Records(file).names()).containsExactly(HORSE);
    }

    @Test
    void aFileThatIsNoTextIsKeptBesideAndForgotten() throws Exception {
        byte[] damaged = flip(0, 0x80);
        assertThat(new Records(file).names()).isEmpty();
        assertThat(home.resolve("running.damaged")).hasBinaryContent(damaged);
    }

    @Test
    void aDamagedLineIsForgottenAndTheOthersAreNot() throws Exception {
        byte[] damaged = flip(Files.readString(file).indexOf("runs " + HORSE), 1);
        assertThat(new Records(file).names()).containsExactly("org.example.mule");
        assertThat(home.resolve("running.damaged")).hasBinaryContent(damaged);
        assertThat(new Records(file).former(HORSE)).containsExactly("1.0.0-00");
    }

    @Test
    void whereverItIsDamagedItIsRead() throws Exception {
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at++) {
            Files.write(file, whole);
            flip(at, 1 << at % 8);
            for (String name : new Records(file).names()) {
                assertThat(home.resolve(
                                new Records(file).running(name).orElseThrow().file()))
                        .hasParentRaw(home);
            }
        }
    }

    private byte[] flip(int at, int bits) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= (byte) bits;
        Files.write(file, bytes);
        return bytes;
    }
}
