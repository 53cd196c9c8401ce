package org.posthouse.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthouse.api.account.Directory;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.store.MailStore;
import org.posthouse.testkit.FakeDirectory;
import org.posthouse.testkit.store.FakeMailStore;

final class NameCommandsTest {
    private final Screen screen = new Screen();

    private String names(int status, String... words) throws Exception {
        assertThat(new Offered()
                        .with(
                                Configurations.class,
                                new FakeConfigurations()
                                        .with("org.example", "text", "a")
                                        .with("org.example", "count", "1"))
                        .with(Directory.class, new FakeDirectory("school.edu").account("kate@school.edu", false))
                        .with(MailStore.class, new FakeMailStore(content -> new byte[0]))
                        .run(List.of(NameCommands.command()), screen, words))
                .as(screen.err())
                .isEqualTo(status);
        return screen.out();
    }

    @Test
    void settingsAreThoseOfAPartAndMailboxesThoseOfAnAccount() throws Exception {
        assertThat(names(0, "completion", "names", "settings", "org.example")).isEqualTo("text=\ncount=\n");
        assertThat(names(0, "completion", "names", "mailboxes", "kate@school.edu"))
                .endsWith("INBOX\n");
    }

    @Test
    void whatIsThoseOfNothingIsWrongUsage() throws Exception {
        assertThat(names(2, "completion", "names", "settings")).isEmpty();
        assertThat(screen.err()).contains("OF is missing");
        assertThat(names(2, "completion", "names", "nosuch")).isEmpty();
        assertThat(names(1, "completion", "names", "settings", "org.nosuch")).isEmpty();
    }
}
