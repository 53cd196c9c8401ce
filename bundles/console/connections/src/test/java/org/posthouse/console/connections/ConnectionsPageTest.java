package org.posthouse.console.connections;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.net.Listeners;
import org.posthouse.spi.console.Said;
import org.posthouse.testkit.FakeClient;
import org.posthouse.testkit.FakeVisit;

class ConnectionsPageTest {
    private final List<Listeners.Connection> connected = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();
    private final Map<String, Map<String, String>> settings = new TreeMap<>();
    private final ConnectionsPage page = new ConnectionsPage(new Doors(), new Settings(), Clock.systemUTC());

    private FakeClient client(String service, String ip, String user) {
        FakeClient client = new FakeClient().service(service).from(ip);
        if (!user.isEmpty()) {
            client.loggedInAs(user);
        }
        connected.add(new Listeners.Connection(
                client, service, "1.0.0", new Listeners.Activity(2048, 17, Listeners.Doing.LISTENING)));
        return client;
    }

    @Test
    void nobodyThereIsSaid() throws MailException {
        assertThat(page.show(FakeVisit.root()))
                .contains("<h1>Connections</h1>", "Nobody is connected.", "0 connections");
    }

    @Test
    void useStandsBesideLimits() throws MailException {
        settings.put("org.posthouse.core.net", Map.of("maxConnections", "15000"));
        settings.put(
                "org.posthouse.core.net.listener~imap",
                Map.of(
                        "service",
                        "imap",
                        "maxConnections",
                        "12",
                        "maxConnectionsPerAddress",
                        "3",
                        "maxConnectionsPerUser",
                        "2"));
        client("imap", "192.0.2.7", "kate@school.edu");
        assertThat(page.show(FakeVisit.root()))
                .contains("1 of 15000 connections", "1 of 12", "at most 3", "at most 2", "0</td>");
    }

    @Test
    void whoWhatAndHowMuchIsShown() throws MailException {
        FakeClient client = client("imap", "192.0.2.7", "kate@school.edu");
        assertThat(page.show(FakeVisit.root()))
                .contains("kate@school.edu", "192.0.2.7", ":40000", "2.0 KiB", "17 B", "waits for news")
                .contains("/system/console/mail/messages/" + client.id(), "Cut off connection " + client.id());
    }

    @Test
    void whatIsLookedForIsShownAlone() throws MailException {
        client("imap", "192.0.2.7", "kate@school.edu");
        client("smtp", "192.0.2.8", "");
        assertThat(table(FakeVisit.root().with("service", "imap")))
                .contains("192.0.2.7")
                .doesNotContain("192.0.2.8");
        assertThat(table(FakeVisit.root().with("address", "192.0.2.8"))).doesNotContain("192.0.2.7");
        assertThat(table(FakeVisit.root().with("user", "nobody"))).contains("No connection fits.");
    }

    private String table(FakeVisit visit) throws MailException {
        String html = page.show(visit);
        return html.substring(html.indexOf("id=\"connections\""));
    }

    @Test
    void oneIsCutOff() throws MailException {
        FakeClient client = client("imap", "192.0.2.7", "kate@school.edu");
        Said said = page.act(FakeVisit.root().with("action", "close").with("id", client.id()));
        assertThat(said.sentence()).isEqualTo("Connection " + client.id() + " is ending.");
        assertThat(closed).containsExactly(client.id());
        Said again = page.act(FakeVisit.root().with("action", "close").with("id", "gone"));
        assertThat(again.done()).isFalse();
        assertThat(again.sentence()).contains("has ended already");
    }

    @Test
    void allOfAUserOrAnAddressAreCutOffAndNoOthers() throws MailException {
        client("imap", "192.0.2.7", "kate@school.edu");
        client("imap", "192.0.2.8", "kate@school.edu");
        FakeClient ron = client("smtp", "192.0.2.8", "ron@example.com");
        assertThat(page.show(FakeVisit.root().with("user", "kate@school.edu")))
                .contains("cut off all 2 of kate@school.edu");
        assertThat(page.act(FakeVisit.root().with("action", "close-user").with("name", "kate@school.edu"))
                        .sentence())
                .isEqualTo("2 connections of kate@school.edu are ending.");
        assertThat(closed).hasSize(2).doesNotContain(ron.id());
        closed.clear();
        assertThat(page.act(FakeVisit.root().with("action", "close-address").with("name", "192.0.2.8"))
                        .sentence())
                .isEqualTo("2 connections from 192.0.2.8 are ending.");
        assertThat(closed).hasSize(2).contains(ron.id());
    }

    @Test
    void withoutANameNobodyIsCutOff() throws MailException {
        client("imap", "192.0.2.7", "");
        assertThat(page.act(FakeVisit.root().with("action", "close-user")).done())
                .isFalse();
        assertThat(page.act(FakeVisit.root().with("action", "dance")).sentence())
                .isEqualTo("There is no such order.");
        assertThat(closed).isEmpty();
    }

    @Test
    void namesFromOutsideAreText() throws MailException {
        client("imap", "192.0.2.7", "<img src=x>");
        assertThat(page.show(FakeVisit.root().with("user", "<img src=x>")))
                .contains("&lt;img src=x&gt;")
                .doesNotContain("<img");
    }

    @Test
    void ofTenThousandOnePageIsShown() throws MailException {
        for (int i = 0; i < 10_000; i++) {
            client("imap", "10.0." + i / 250 + "." + i % 250, "u" + i);
        }
        assertThat(page.show(FakeVisit.root().with("page", "3")))
                .contains("page 3 of 200, 10000 in all")
                .hasSizeLessThan(120_000);
    }

    private final class Doors implements Listeners {
        @Override
        public List<Service> services() {
            return List.of(
                    new Service("imap", "imap", "up", List.of(), "", Instant.EPOCH),
                    new Service("smtp", "smtp", "up", List.of(), "", Instant.EPOCH));
        }

        @Override
        public List<Connection> connections() {
            return List.copyOf(connected);
        }

        @Override
        public boolean close(String connectionId) {
            return connected.stream().anyMatch(each -> each.client().id().equals(connectionId))
                    && closed.add(connectionId);
        }
    }

    private final class Settings implements Configurations {
        @Override
        public List<String> pids() {
            return List.copyOf(settings.keySet());
        }

        @Override
        public Optional<Described> show(String pid) {
            return Optional.ofNullable(settings.get(pid))
                    .map(its -> new Described(
                            pid,
                            "",
                            "",
                            its.entrySet().stream()
                                    .map(each -> new Setting(
                                            each.getKey(),
                                            "",
                                            "",
                                            "text",
                                            false,
                                            false,
                                            List.of(each.getValue()),
                                            List.of(),
                                            false))
                                    .toList()));
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
}
