package org.posthouse.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.posthouse.api.account.Directory;
import org.posthouse.testkit.FakeDirectory;

final class AccountCommandsTest {
    private final FakeDirectory directory = new FakeDirectory("school.edu").account("kate@school.edu", false);

    @Test
    void nobodyIsAskedForThePasswordOfAnAddressThatIsTaken() throws Exception {
        // Nothing typed is a password that is refused as such.
        Screen taken = new Screen("");
        assertThat(add(taken, "kate@school.edu")).isEqualTo(Commands.REFUSED);
        assertThat(taken.err()).isEqualTo("posthouse: kate@school.edu is taken\n");
        Screen free = new Screen("");
        assertThat(add(free, "ron@school.edu")).isEqualTo(Commands.WRONG_USAGE);
        assertThat(free.err()).contains("no password given");
    }

    private int add(Screen screen, String address) throws Exception {
        return new Offered()
                .with(Directory.class, directory)
                .run(AccountCommands.all(), screen, "account", "add", address);
    }
}
