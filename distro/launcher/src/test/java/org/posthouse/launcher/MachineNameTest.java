package org.posthouse.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MachineNameTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("HOSTNAME", "inn.example", "COMPUTERNAME", "stable");

    @TempDir
    private Path folder;

    private String find(String kernel) throws IOException {
        return MachineName.find(Files.writeString(folder.resolve("hostname"), kernel), ENVIRONMENT);
    }

    @Test
    void theKernelIsAskedFirst() throws IOException {
        assertThat(find("Mail.School.edu\n")).isEqualTo("mail.school.edu");
    }

    @Test
    void whatIsNoNameIsLeftOut() throws IOException {
        assertThat(find("(none)\n")).isEqualTo("inn.example");
        assertThat(find("")).isEqualTo("inn.example");
        assertThat(find("a\r\nX-Forged: b")).isEqualTo("inn.example");
        assertThat(find("a".repeat(256))).isEqualTo("inn.example");
    }

    @Test
    void whereNobodyKnowsItIsThisOne() {
        Path none = folder.resolve("none");
        assertThat(MachineName.find(none, Map.of("COMPUTERNAME", "Stable"))).isEqualTo("stable");
        assertThat(MachineName.find(none, Map.of())).isEqualTo("localhost");
    }
}
