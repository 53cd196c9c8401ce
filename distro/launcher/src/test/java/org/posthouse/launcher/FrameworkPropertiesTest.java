package org.posthouse.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FrameworkPropertiesTest {
    @TempDir
    private Path folder;

    @Test
    void theCommandLineIsToldToTheBundles() throws IOException {
        assertThat(of("--port-offset", "10000", "--demo"))
                .containsEntry("posthouse.port.offset", "10000")
                .containsEntry("posthouse.bind", "127.0.0.1")
                .containsEntry("posthouse.demo", "true")
                .containsEntry("posthouse.safe", "false")
                .containsEntry("posthouse.home", folder.toString())
                .containsEntry("posthouse.features", "default");
    }

    @Test
    void withoutBindThereIsNone() throws IOException {
        assertThat(of()).doesNotContainKey("posthouse.bind");
    }

    @Test
    void theFileChoosesFeaturesButCannotMakeADemo() throws IOException {
        Files.createDirectories(folder.resolve("etc"));
        Files.writeString(
                folder.resolve("etc/framework.properties"), "posthouse.features = core, smtp\nposthouse.demo=true\n");
        assertThat(of()).containsEntry("posthouse.features", "core,smtp").containsEntry("posthouse.demo", "false");
    }

    private Map<String, String> of(String... arguments) throws IOException {
        try (Home home = Home.open(folder)) {
            return FrameworkProperties.of(Options.parse(List.of(arguments)), folder.resolve("dist"), home);
        }
    }
}
