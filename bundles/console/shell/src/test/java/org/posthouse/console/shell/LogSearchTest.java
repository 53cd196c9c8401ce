package org.posthouse.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.net.Listeners;
import org.posthouse.api.plugin.PlugIns;

/** Logs that have begun anew several times. */
final class LogSearchTest {
    @TempDir
    Path home;

    private Screen screen = new Screen();

    @BeforeEach
    void fill() throws Exception {
        Files.createDirectories(home.resolve("log"));
        log("audit.log", "2026-11-23T05:00:00.000Z command: ada: domain add new.example: status 0\n");
        log("audit.2026-11-22.1.log.gz", "2026-11-22T15:00:00.000Z command: bob: domain add third.example: status 0\n");
        log(
                "audit.2026-11-22.0.log.gz",
                "2026-11-22T05:00:00.000Z command: ada: domain add second.example: status 0\n");
        log("audit.2026-11-21.0.log", "2026-11-21T05:00:00.000Z command: ada: domain add first.example: status 0\n");
        log(
                "audit.2026-11-20.0.log.gz.tmp",
                "2026-11-20T05:00:00.000Z command: ada: domain add half.example: status 0\n");
        log("posthouse.log", "2026-11-23T05:00:00.000Z INFO  org.posthouse.core.net.Door [a-1] imap listens\n");
        log(
                "posthouse.2026-11-22.0.log.gz",
                "2026-11-22T05:00:00.000Z WARN  org.posthouse.protocol.smtp.Talk [a-1] the peer Q7 is gone\nat a.B\n");
    }

    private void log(String name, String text) throws Exception {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        if (name.endsWith(".gz")) {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
                out.write(octets);
            }
            octets = packed.toByteArray();
        }
        Files.write(home.resolve("log").resolve(name), octets);
    }

    private String run(int status, String... words) throws Exception {
        screen = new Screen();
        List<Command> commands = new ArrayList<>(AuditCommand.all());
        commands.addAll(LogCommand.all());
        assertThat(new Offered()
                        .property("posthouse.home", home.toString())
                        .with(PlugIns.class, new PlugInCommandsTest())
                        .with(Listeners.class, new FakeListeners())
                        .run(commands, screen, words))
                .as(screen.err())
                .isEqualTo(status);
        return screen.out();
    }

    @Test
    void whatStandsInFormerFilesIsFoundInItsOrder() throws Exception {
        String all = run(0, "audit");
        assertThat(all).containsSubsequence("first.example", "second.example", "third.example", "new.example");
        assertThat(all).doesNotContain("half.example");
        assertThat(run(0, "audit", "--lines", "2"))
                .contains("third.example", "new.example")
                .doesNotContain("second.example");
        assertThat(run(0, "audit", "--user", "ada", "--lines", "2", "--json"))
                .containsSubsequence("second.example", "new.example")
                .doesNotContain("first.example", "third.example");
        assertThat(run(0, "audit", "--user", "nobody")).contains("Nothing about nobody", "4 in all");
        assertThat(run(0, "log", "--message", "Q7")).contains("the peer Q7 is gone\nat a.B\n");
    }

    @Test
    void aDamagedFileTellsWhatItCan() throws Exception {
        Path damaged = home.resolve("log/audit.2026-11-22.0.log.gz");
        Files.write(damaged, Arrays.copyOf(Files.readAllBytes(damaged), 20));
        assertThat(run(4, "audit")).contains("first.example", "new.example");
        assertThat(screen.err())
                .isEqualTo("posthouse: " + damaged + " is damaged: what stands in it was told as far as it goes\n");
    }

    @Test
    void whatIsNotFoundIsSaidWithWhatThereIs() throws Exception {
        assertThat(run(1, "log", "--service", "nosuch")).isEmpty();
        assertThat(screen.err())
                .contains("with 'nosuch' in its name in 3 files", "there is something of core.net, protocol.smtp");
        assertThat(run(1, "log", "--message", "Q8", "--json")).isEmpty();
        assertThat(screen.err()).contains("nothing is about Q8", "posthouse trace Q8");
        assertThat(run(0, "log", "--service", "dns", "--json")).isEqualTo("[ ]\n");
        assertThat(screen.err()).as("it has written nothing yet").contains("with 'dns' in its name");
        assertThat(run(0, "log", "--lines", "0")).isEmpty();
    }
}
