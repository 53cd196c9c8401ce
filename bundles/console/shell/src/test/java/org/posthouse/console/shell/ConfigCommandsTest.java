package org.posthouse.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.mail.MailException;

/** Two parts of one name, and a number that may be 1 to 5. */
final class ConfigCommandsTest implements Configurations {
    private final Screen screen = new Screen();

    private String run(int status, String... words) throws Exception {
        assertThat(new Offered().with(Configurations.class, this).run(ConfigCommands.all(), screen, words))
                .as(screen.err())
                .isEqualTo(status);
        return screen.out() + screen.err();
    }

    @Test
    void theEndOfAPidIsEnoughWhereItIsUnique() throws Exception {
        assertThat(run(0, "config", "show", "core.queue")).contains("count");
        assertThat(run(1, "config", "show", "queue"))
                .contains("queue is not unique: org.example.core.queue, org.example.console.queue");
        assertThat(run(0, "config", "reset", "org.example.core.queue")).contains("org.example.core.queue has its");
    }

    @Test
    void aMistypedPidIsRecognised() throws Exception {
        assertThat(run(1, "config", "show", "org.example.core.qeue"))
                .contains("there are no settings named org.example.core.qeue; did you mean org.example.core.queue?");
        assertThat(run(1, "config", "set", "nosuch", "a=b")).contains("'posthouse config list' shows those there are");
    }

    @Test
    void whatANumberMayBeIsSaid() throws Exception {
        assertThat(run(1, "config", "set", "core.queue", "count=9")).contains("too much; count may be 1 to 5");
        assertThat(run(2, "config", "set", "core.queue", "count")).contains("is not KEY=VALUE");
    }

    @Override
    public List<String> pids() {
        return List.of("org.example.core.queue", "org.example.console.queue");
    }

    @Override
    public Optional<Described> show(String pid) {
        Setting count = new Setting(
                "count",
                "Count",
                "",
                "Integer",
                false,
                false,
                List.of("3"),
                List.of("3"),
                false,
                false,
                Optional.of("1"),
                Optional.of("5"),
                List.of());
        return pids().contains(pid) ? Optional.of(new Described(pid, pid, "", List.of(count))) : Optional.empty();
    }

    @Override
    public void set(String pid, Map<String, List<String>> values) throws MailException {
        throw Call.refused("too much");
    }

    @Override
    public void reset(String pid) {
        // Nothing was set.
    }
}
