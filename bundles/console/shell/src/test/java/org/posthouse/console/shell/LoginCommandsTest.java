package org.posthouse.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.posthouse.api.account.Logins;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.config.Configurations.Described;
import org.posthouse.api.config.Configurations.Setting;

final class LoginCommandsTest {
    private final List<Logins.Held> held = new ArrayList<>();
    private boolean right = true;

    private int run(Screen screen, String... words) throws Exception {
        return new Offered()
                .with(Logins.class, new Waiting())
                .with(Configurations.class, listeners())
                .run(LoginCommands.all(), screen, words);
    }

    private static Setting setting(String id, String value) {
        return new Setting(id, id, "", "String", false, false, List.of(value), List.of(), false);
    }

    private static Configurations listeners() {
        String pid = "org.posthouse.core.net.listener~imaps";
        Described imaps = new Described(
                pid,
                "",
                "",
                List.of(setting("protocol", "imap"), setting("service", "imaps"), setting("tls", "implicit")));
        return (Configurations) Proxy.newProxyInstance(
                Configurations.class.getClassLoader(),
                new Class<?>[] {Configurations.class},
                (proxy, method, arguments) -> method.getName().equals("pids") ? List.of(pid) : Optional.of(imaps));
    }

    @Test
    void eachQuestionIsAnsweredAndTheDoorsAreNamed() throws Exception {
        Screen screen = new Screen("secret");
        assertThat(run(screen, "auth", "test", "kate@school.edu", "--password-stdin"))
                .isZero();
        assertThat(screen.out()).contains("password", "ok", "imaps (TLS from the start)", "under TLS only");
        assertThat(screen.out()).doesNotContain("secret");
    }

    @Test
    void whatSpeaksAgainstALoginIsAProblem() throws Exception {
        right = false;
        Screen screen = new Screen("wrong");
        assertThat(run(screen, "auth", "test", "kate@school.edu", "--json")).isEqualTo(Commands.PROBLEMS);
        assertThat(screen.out()).contains("\"passes\" : false", "\"question\" : \"password\"");
        Screen pop = new Screen("wrong");
        assertThat(run(pop, "auth", "test", "kate@school.edu", "--protocol", "pop3"))
                .isEqualTo(Commands.PROBLEMS);
        assertThat(pop.out()).contains("no listener serves pop3");
    }

    @Test
    void withoutATerminalThePasswordIsNotAskedFor() throws Exception {
        Screen script = new Screen();
        assertThat(run(script, "auth", "test", "kate@school.edu")).isEqualTo(Commands.WRONG_USAGE);
        assertThat(script.err()).contains("--password-stdin");
        assertThat(run(script, "auth", "test", "kate@school.edu", "--protocol", "gopher"))
                .isEqualTo(Commands.WRONG_USAGE);
    }

    @Test
    void whoWaitsIsListedAndReleased() throws Exception {
        Screen none = new Screen();
        assertThat(run(none, "blocked", "list")).isZero();
        assertThat(none.out()).isEqualTo("Nobody has to wait.\n");
        assertThat(run(none, "blocked", "release", "192.0.2.7")).isEqualTo(Commands.REFUSED);
        assertThat(none.err()).contains("blocked list");
        held.add(new Logins.Held("", "192.0.2.7", 12, Instant.now().plusSeconds(1000)));
        held.add(new Logins.Held("kate@school.edu", "", 10, Instant.EPOCH));
        Screen some = new Screen();
        assertThat(run(some, "blocked", "list")).isZero();
        assertThat(some.out()).contains("192.0.2.7", "12", "in 16m", "kate@school.edu", "anywhere");
        Screen json = new Screen();
        assertThat(run(json, "blocked", "list", "--json")).isZero();
        assertThat(json.out()).contains("\"failures\" : 10", "\"until\" : null");
        assertThat(run(json, "blocked", "release", "192.0.2.7")).isZero();
        assertThat(held).hasSize(1);
    }

    /** Logins of a list. */
    private final class Waiting implements Logins {
        @Override
        public List<Held> held() {
            return held;
        }

        @Override
        public int release(String nameOrAddress) {
            int before = held.size();
            held.removeIf(
                    each -> each.name().equals(nameOrAddress) || each.network().equals(nameOrAddress));
            return before - held.size();
        }

        @Override
        public List<Step> examine(String protocol, String name, char[] password) {
            return List.of(new Step("password", right, right ? "it is right" : "it is wrong"));
        }
    }
}
