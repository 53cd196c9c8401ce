package org.posthouse.api.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.net.Listeners;

class ServiceDetailsTest {
    private final Map<String, List<String>> settings =
            new HashMap<>(Map.of("detail", List.of("low"), "services", List.of("imap=high", "pop3=low")));
    private final ServiceDetails details = new ServiceDetails(new Logs(), new Settings(), new Doors());

    @Test
    void everyServiceIsTherePlusDelivery() {
        assertThat(details.all())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("imap", Detail.HIGH, "smtp", Detail.LOW, "delivery", Detail.LOW));
    }

    @Test
    void oneIsSetAndTheOthersStay() throws MailException {
        details.set("smtp", Detail.MEDIUM);
        details.set("imap", Detail.LOW);
        assertThat(settings.get("services")).containsExactly("pop3=low", "smtp=medium", "imap=low");
        assertThat(settings.get("detail")).containsExactly("low");
    }

    @Test
    void allIsOneSettingAndEndsTheOthers() throws MailException {
        details.set("all", Detail.HIGH);
        assertThat(settings.get("services")).isEmpty();
        assertThat(settings.get("detail")).containsExactly("high");
    }

    @Test
    void aServiceThatIsNotThereIsRefusedWithThoseThatAre() {
        assertThatThrownBy(() -> details.set("no\nne", Detail.HIGH))
                .isInstanceOf(MailException.class)
                .hasMessage("there is no service 'no?ne'; there are all, delivery, imap, smtp");
    }

    private static final class Logs implements ServiceLogs {
        @Override
        public EventLog of(String service, String id) {
            return EventLog.SILENT;
        }

        @Override
        public SortedMap<String, Detail> details() {
            return Collections.unmodifiableSortedMap(new TreeMap<>(Map.of("imap", Detail.HIGH)));
        }
    }

    private static final class Doors implements Listeners {
        @Override
        public List<Service> services() {
            return List.of(new Service("smtp", "smtp", "up", List.of(), "", Instant.EPOCH));
        }

        @Override
        public List<Connection> connections() {
            return List.of();
        }

        @Override
        public boolean close(String connectionId) {
            return false;
        }
    }

    private final class Settings implements Configurations {
        @Override
        public List<String> pids() {
            return List.of("org.posthouse.core.log");
        }

        @Override
        public Optional<Described> show(String pid) {
            List<Setting> all = settings.entrySet().stream()
                    .map(each ->
                            new Setting(each.getKey(), "", "", "text", true, false, each.getValue(), List.of(), false))
                    .toList();
            return Optional.of(new Described(pid, "", "", all));
        }

        @Override
        public void set(String pid, Map<String, List<String>> values) {
            settings.putAll(values);
        }

        @Override
        public void reset(String pid) {
            throw new UnsupportedOperationException();
        }
    }
}
