package org.posthouse.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthouse.api.account.Directory;
import org.posthouse.api.config.Configurations;
import org.posthouse.testkit.FakeDirectory;

final class SetupCommandTest {
    private static final String SMTP = "org.posthouse.protocol.smtp";

    private final FakeDirectory directory = new FakeDirectory();
    private final FakeConfigurations configurations = new FakeConfigurations();

    @BeforeEach
    void describe() {
        HostName.PIDS.forEach(pid -> configurations.with(pid, HostName.SETTING, ""));
        configurations.with("org.posthouse.core.accounts", "shortestPassword", "8");
    }

    private int run(Screen screen, String... words) throws Exception {
        return new Offered()
                .with(Directory.class, directory)
                .with(Configurations.class, configurations)
                .run(SetupCommand.all(), screen, words);
    }

    @Test
    void anAssistantAsksForWhatIsMissing() throws Exception {
        Screen screen = new Screen("mail.school.edu\n\nhead@school.edu\n\na good password");
        assertThat(run(screen, "setup")).isZero();
        assertThat(screen.err()).contains("First domain [school.edu]: ", "First administrator [admin@school.edu]: ");
        assertThat(directory.domains()).containsExactly("school.edu");
        assertThat(directory.account("head@school.edu").administrator()).isTrue();
        assertThat(directory.passwords).containsValue("a good password");
        for (String pid : HostName.PIDS) {
            assertThat(configurations.values(pid, HostName.SETTING)).containsExactly("mail.school.edu");
        }
        assertThat(screen.out()).contains("posthouse check").doesNotContain("a good password");
    }

    @Test
    void givenAgainItChangesNothing() throws Exception {
        directory.addDomain("school.edu");
        directory.account("head@school.edu", true);
        configurations.with(SMTP, HostName.SETTING, "mail.school.edu");
        Screen first = new Screen();
        assertThat(run(first, "setup", "--json")).isZero();
        assertThat(first.out()).contains("\"value\" : \"mail.school.edu\"");
        Screen again = new Screen();
        assertThat(run(again, "setup", "--domain", "school.edu", "--administrator", "head@school.edu", "--json"))
                .isZero();
        assertThat(again.out().split("\"kept\"", -1)).hasSize(4);
    }

    @Test
    void withoutATerminalWhatIsMissingIsAnError() throws Exception {
        Screen screen = new Screen();
        assertThat(run(screen, "setup")).isEqualTo(Commands.WRONG_USAGE);
        assertThat(screen.err()).contains("--host");
        assertThat(run(screen, "setup", "--host", "mail.school.edu")).isEqualTo(Commands.WRONG_USAGE);
        assertThat(screen.err()).contains("--domain");
        assertThat(run(screen, "setup", "--host", "mail.school.edu", "--domain", "school.edu"))
                .isEqualTo(Commands.WRONG_USAGE);
        assertThat(screen.err()).contains("--administrator");
        assertThat(directory.domains()).isEmpty();
        assertThat(configurations.values(SMTP, HostName.SETTING)).containsExactly("");
    }

    @Test
    void nonsenseIsRefusedBeforeAnythingIsChanged() throws Exception {
        Screen screen = new Screen("short");
        assertThat(run(screen, "setup", "--host", "mail")).isEqualTo(Commands.WRONG_USAGE);
        assertThat(run(screen, "setup", "--certificate", "a.pem")).isEqualTo(Commands.WRONG_USAGE);
        assertThat(run(
                        new Screen("short"),
                        "setup",
                        "--host",
                        "mail.school.edu",
                        "--domain",
                        "school.edu",
                        "--administrator",
                        "head@school.edu",
                        "--password-stdin"))
                .isEqualTo(Commands.REFUSED);
        assertThat(run(
                        new Screen("long enough"),
                        "setup",
                        "--host",
                        "mail.school.edu",
                        "--domain",
                        "school.edu",
                        "--administrator",
                        "head@other.example",
                        "--password-stdin"))
                .isEqualTo(Commands.REFUSED);
        assertThat(directory.domains()).isEmpty();
        assertThat(directory.accounts).isEmpty();
    }

    @Test
    void anAccountThatIsThereBecomesTheAdministrator() throws Exception {
        directory.addDomain("school.edu");
        directory.account("kate@school.edu", false);
        Screen screen = new Screen();
        assertThat(run(screen, "setup", "--host", "mail.school.edu", "--administrator", "kate@school.edu"))
                .isZero();
        assertThat(directory.account("kate@school.edu").administrator()).isTrue();
        assertThat(directory.passwords).isEmpty();
        assertThat(configurations.values(SMTP, HostName.SETTING)).isEqualTo(List.of("mail.school.edu"));
    }
}
