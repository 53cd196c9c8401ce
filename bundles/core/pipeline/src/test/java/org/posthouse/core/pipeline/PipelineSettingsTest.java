package org.posthouse.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.MailException;

class PipelineSettingsTest {
    /** The configuration with these values, and defaults for all others. */
    private static PipelineConfiguration config(Map<String, Object> values) {
        return (PipelineConfiguration) Proxy.newProxyInstance(
                PipelineSettingsTest.class.getClassLoader(),
                new Class<?>[] {PipelineConfiguration.class},
                (proxy, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    @Test
    void defaultsAreSafe() {
        PipelineSettings settings = PipelineSettings.of(config(Map.of()), "inn.example");
        assertThat(settings.hostName()).isEqualTo("inn.example");
        assertThat(settings.rejectAt()).isEqualTo(15);
        assertThat(settings.deadline()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.guard().patience()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.grace()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.maxRecipients()).isEqualTo(1000);
        assertThat(settings.maxHops()).isEqualTo(100);
        assertThat(settings.ownReversePath()).isTrue();
        assertThat(settings.ownFrom()).isTrue();
    }

    @Test
    void valuesOutOfBoundsAreBroughtWithin() {
        PipelineSettings settings = PipelineSettings.of(
                config(Map.of(
                        "maxRecipients",
                        1,
                        "filterDeadlineSeconds",
                        0,
                        "filterThreads",
                        -5,
                        "rejectAt",
                        Double.NaN,
                        "maxHops",
                        5000)),
                "inn.example");
        assertThat(settings.maxRecipients()).isEqualTo(100);
        assertThat(settings.deadline()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.guard().places()).isEqualTo(1);
        assertThat(settings.rejectAt()).isZero();
        assertThat(settings.maxHops()).isEqualTo(1000);
    }

    @Test
    void aPolicyThatMeansNothingIsRefusedAndInAFileItPutsOff() {
        PolicyCheck check = new PolicyCheck();
        assertThat(check.complaint("whenFailing", List.of("bayes=hold", "dnsbl=nonsense")))
                .contains("whenFailing is NAME=pass, NAME=defer or NAME=hold, not 'dnsbl=nonsense'");
        assertThat(check.complaint("whenAway", List.of("hold"))).isPresent();
        assertThat(check.complaint("whenAway", List.of("=hold"))).isPresent();
        assertThat(check.complaint("whenAway", List.of("bayes = pass", " "))).isEmpty();
        assertThat(check.complaint("hostName", List.of("x=y"))).isEmpty();
        PipelineSettings settings = PipelineSettings.of(
                config(Map.of("whenAway", new String[] {"dnsbl=nonsense", "bayes=hold", "pass"})), "inn.example");
        assertThat(settings.missed().away())
                .containsExactlyInAnyOrderEntriesOf(Map.of("dnsbl", Missed.DEFER, "bayes", Missed.HOLD));
    }

    @Test
    void aChangeActsAtOnceAndEndsNoMail() throws MailException {
        try (Bench bench = new Bench()) {
            String mail = bench.mail();
            bench.rcpt(mail, "kate@school.edu");
            bench.intake.change(
                    PipelineSettings.of(config(Map.of("hostName", "new.example", "maxHops", 10)), "inn.example"));
            assertThat(bench.data(mail, Bench.MESSAGE).get(0).code()).isEqualTo(250);
            assertThat(bench.queue.mails.get(0).message()).contains("by new.example (Posthouse)");
            assertThat(bench.send("Received: x\r\n".repeat(10) + "\r\n").code()).isEqualTo(554);
        }
    }
}
