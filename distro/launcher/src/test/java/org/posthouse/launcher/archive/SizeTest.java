package org.posthouse.launcher.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SizeTest {
    @TempDir
    private Path folder;

    private Path archive;

    @BeforeEach
    void anArchiveThatWasJustMade() throws IOException {
        archive = folder.resolve("start.jsa");
        Path fresh = Files.writeString(folder.resolve("start.jsa.new"), "classes");
        Size.note(archive, fresh);
        Files.move(fresh, archive, StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void anArchiveThatWasCutOrHasOtherOctetsDiffers() throws IOException {
        assertThat(Size.differs(archive)).isFalse();
        Files.writeString(archive, "class");
        assertThat(Size.differs(archive)).isTrue();
        Files.writeString(archive, "cla\0ses");
        assertThat(Size.differs(archive)).isTrue();
    }

    @Test
    void theFirstWordIsTheLength() throws IOException {
        assertThat(Files.readString(folder.resolve("start.jsa.size"))).startsWith("7 ");
    }

    @Test
    void whereNothingWasNotedNothingDiffers() throws IOException {
        Size.forget(archive);
        Files.writeString(archive, "class");
        assertThat(Size.differs(archive)).isFalse();
    }
}
