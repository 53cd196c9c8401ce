package org.posthouse.protocol.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.posthouse.spi.protocol.ProtocolHandler;
import org.posthouse.testkit.FakeAccounts;
import org.posthouse.testkit.FakeClient;
import org.posthouse.testkit.FakeClock;
import org.posthouse.testkit.Scene;

/**
 * A handler of one dialect over a fake pipeline. Lines of dialogues:
 * {@code ! clear text login}, {@code ! no tls}, {@code ! login on mx}, {@code ! too many connections},
 * {@code ! idle N} (commands without mail), {@code ! later PT5M},
 * {@code ! directory away|back} set the scene;
 * {@code ! accepted N}, {@code ! open N}, {@code ! message TEXT} (\n for CRLF), {@code ! refused REPLY}, {@code ! protocol P}, {@code ! submitter ID},
 * {@code ! user NAME}, {@code ! parameters MAP} look at what has happened.
 */
final class SmtpScene implements Scene {
    private final Dialect dialect;
    private final FakeIntake intake = new FakeIntake();
    private final FakeAccounts accounts = new FakeAccounts("smtp");
    private final FakeClient client = new FakeClient();
    private final FakeClock clock = new FakeClock();
    private boolean loginOnMx;
    private int idleCommands = 20_000;

    SmtpScene(Dialect dialect) {
        this.dialect = dialect;
    }

    static SmtpSettings settings(boolean loginOnMx, int idleCommands) {
        return new SmtpSettings(
                "mx.posthouse.example",
                1000,
                500,
                Duration.ofMinutes(5),
                Duration.ofMinutes(3),
                Duration.ofMinutes(1),
                Duration.ofMinutes(30),
                idleCommands,
                5,
                5,
                3,
                loginOnMx);
    }

    @Override
    public ProtocolHandler handler() {
        return smtpHandler();
    }

    SmtpHandler smtpHandler() {
        return new SmtpHandler(desk());
    }

    Desk desk() {
        return new Desk(dialect, settings(loginOnMx, idleCommands), intake, Optional.of(accounts), clock);
    }

    /** Messages that were accepted. */
    List<String> messages() {
        return intake.messages();
    }

    @Override
    public FakeClient client() {
        return client;
    }

    @Override
    public void act(String words) {
        int blank = words.indexOf(' ');
        String rest = words.substring(blank + 1);
        switch (words.substring(0, blank)) {
            case "clear" -> client.clearTextLogin();
            case "no" -> client.noTls();
            case "login" -> loginOnMx = true;
            case "idle" -> idleCommands = Integer.parseInt(rest);
            case "later" -> clock.advance(Duration.parse(rest));
            case "too" -> client.crowd();
            case "directory" -> accounts.away(rest.equals("away"));
            case "accepted" -> assertThat(intake.messages()).hasSize(Integer.parseInt(rest));
            case "open" -> assertThat(intake.open()).isEqualTo(Integer.parseInt(rest));
            case "message" -> assertThat(last(intake.messages())).isEqualTo(rest.replace("\\n", "\r\n"));
            case "refused" -> assertThat(last(intake.refused())).isEqualTo(rest);
            case "protocol" -> assertThat(intake.last().protocol()).isEqualTo(rest);
            case "submitter" -> assertThat(intake.last().submitter()).hasToString("Optional[" + rest + "]");
            case "user" -> assertThat(client.user()).contains(rest);
            case "parameters" ->
                assertThat(new TreeMap<>(intake.last().parameters())).hasToString(rest);
            default -> Scene.super.act(words);
        }
    }

    private static String last(List<String> messages) {
        assertThat(messages).isNotEmpty();
        return messages.get(messages.size() - 1);
    }
}
