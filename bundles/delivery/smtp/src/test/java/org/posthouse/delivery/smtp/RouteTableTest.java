package org.posthouse.delivery.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.mail.MailException;
import org.posthouse.delivery.smtp.hop.Tls;

class RouteTableTest {
    private static final String PID = FixedRoute.NAME + "~school.edu";

    private final List<String> pids = new ArrayList<>(List.of("org.posthouse.core.net"));
    private final RouteTable table = new RouteTable(new Pids(pids));

    private record Pids(List<String> pids) implements Configurations {
        @Override
        public Optional<Described> show(String pid) {
            return Optional.empty();
        }

        @Override
        public void set(String pid, Map<String, List<String>> values) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void reset(String pid) {
            throw new UnsupportedOperationException();
        }
    }

    private static RelayHost relay(String domain, String host) {
        return new RelayHost(domain, host, 25, Optional.empty(), Tls.MAY, true);
    }

    @Test
    void aDomainHasItsOwnRouteOrThatForAll() throws MailException {
        assertThat(table.route("school.edu")).isEmpty();
        table.put(PID, relay("school.edu", "a.example"));
        table.put(FixedRoute.NAME + "~default", relay("*", "b.example"));
        assertThat(table.route("school.edu"))
                .hasValueSatisfying(route -> assertThat(route.host()).isEqualTo("a.example"));
        assertThat(table.route("other.edu"))
                .hasValueSatisfying(route -> assertThat(route.host()).isEqualTo("b.example"));
    }

    @Test
    void noMailGoesAroundARouteThatIsNotReady() throws MailException {
        pids.add(PID);
        assertThatThrownBy(() -> table.route("school.edu"))
                .isInstanceOfSatisfying(
                        MailException.class, e -> assertThat(e.temporary()).isTrue())
                .hasMessageContaining(PID);
        table.put(PID, relay("school.edu", "a.example"));
        assertThat(table.route("school.edu")).isPresent();
        table.remove(PID);
        assertThatThrownBy(() -> table.route("school.edu")).isInstanceOf(MailException.class);
        pids.remove(PID);
        assertThat(table.route("school.edu")).isEmpty();
    }

    @Test
    void aRouteThatIsWrongHoldsMailBack() {
        pids.add(PID);
        table.changing();
        assertThatThrownBy(() -> table.route("other.edu")).isInstanceOf(MailException.class);
    }
}
