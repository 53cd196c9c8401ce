package org.posthouse.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditCommandTest {
    @TempDir
    Path home;

    private String audit(int status, String... words) throws Exception {
        Screen screen = new Screen();
        assertThat(new Offered().property("posthouse.home", home.toString()).run(AuditCommand.all(), screen, words))
                .as(screen.err())
                .isEqualTo(status);
        return screen.out();
    }

    @Test
    void aServerThatWasNeverChangedHasNothingToTell() throws Exception {
        assertThat(audit(0, "audit")).contains("Nothing stands in ");
        assertThat(audit(0, "audit", "--json")).isEqualTo("[ ]\n");
        assertThat(audit(2, "audit", "--lines", "many")).isEmpty();
    }

    @Test
    void deedsAreTakenApartAndSiftedByWhoDidThemOrWhomTheyWereDoneTo() throws Exception {
        Files.createDirectories(home.resolve("log"));
        Files.writeString(home.resolve("log/audit.log"), """
                2026-11-23T05:00:00.000Z command: ada: account set kate@school.edu --disabled: status 0
                2026-11-23T05:00:01.000Z console: head@school.edu: queue retry id1: Mail id1: retry is done.
                2026-11-23T05:00:02.000Z console: login from 192.0.2.1: head@school.edu
                """);
        assertThat(audit(0, "audit", "--user", "ada", "--json"))
                .contains(
                        "\"door\" : \"command\"",
                        "\"who\" : \"ada\"",
                        "\"what\" : \"account set kate@school.edu --disabled\"",
                        "\"outcome\" : \"status 0\"")
                .doesNotContain("console");
        assertThat(audit(0, "audit", "--user", "kate@school.edu"))
                .contains("ada")
                .doesNotContain("retry");
        assertThat(audit(0, "audit", "--user", "head@school.edu")).contains("retry", "login", "192.0.2.1");
        assertThat(audit(0, "audit", "--lines", "1")).contains("login").doesNotContain("ada");
    }
}
