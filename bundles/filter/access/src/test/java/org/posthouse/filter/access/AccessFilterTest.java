package org.posthouse.filter.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.pipeline.Via;
import org.posthouse.spi.filter.Judgement;
import org.posthouse.spi.filter.Opinion;
import org.posthouse.tck.filter.FilterContract;
import org.posthouse.testkit.FakeClient;
import org.posthouse.testkit.FakeMail;

class AccessFilterTest implements FilterContract {
    private static final Recipient SOMEBODY = Recipient.of(new Address("somebody", "elsewhere.example"));

    private final ClientNames names = new ClientNames(AccessFilterTest::dns, new AtomicLong()::get);

    @AfterEach
    void close() {
        names.close();
    }

    @Override
    public AccessFilter filter() {
        return new AccessFilter(List.of(), List.of(), List.of(), names);
    }

    private AccessFilter listed() {
        return new AccessFilter(
                List.of("192.0.2.0/24", ".example.com"),
                List.of("203.0.113.0/24", "example.net", "ron@example.com"),
                List.of("203.0.113.7"),
                names);
    }

    @Test
    void nobodyRelaysByDefault() {
        AccessFilter none = filter();
        for (String ip : List.of("127.0.0.1", "192.0.2.1", "::1")) {
            assertThat(none.recipient(new FakeMail(new FakeClient().from(ip)), SOMEBODY)
                            .opinions())
                    .isEmpty();
        }
    }

    @Test
    void listedClientsRelayAndOthersDoNot() {
        assertThat(permits(relay("192.0.2.9"))).isTrue();
        assertThat(permits(relay("::ffff:192.0.2.9"))).isTrue();
        assertThat(permits(relay("192.0.3.9"))).isFalse();
        assertThat(permits(relay("127.0.0.1"))).isFalse();
    }

    @Test
    void namesCountOnlyWhenConfirmed() {
        AccessFilter filter = listed();
        FakeMail confirmed = new FakeMail(new FakeClient().from("198.51.100.1").name("mx.example.com"));
        FakeMail claimed = new FakeMail(new FakeClient().from("198.51.100.1"))
                .helo("mx.example.com")
                .from("kate@mx.example.com");
        FakeMail lookedUp = new FakeMail(new FakeClient().from("198.51.100.2"));
        assertThat(permits(filter.recipient(confirmed, SOMEBODY))).isTrue();
        assertThat(permits(filter.recipient(claimed, SOMEBODY))).isFalse();
        assertThat(permits(filter.recipient(lookedUp, SOMEBODY))).isTrue();
    }

    @Test
    void aLookUpThatFailsIsNoName() {
        assertThat(permits(relay("198.51.100.3"))).isFalse();
    }

    @Test
    void permitsAreForServersThatBringMailOnly() {
        FakeMail lmtp = new FakeMail(new FakeClient().from("192.0.2.9")).via(Via.LMTP);
        assertThat(listed().recipient(lmtp, SOMEBODY).opinions()).isEmpty();
    }

    @Test
    void listedClientsAreRefusedAtOnceButForTheExceptions() {
        assertThat(refuses(connect("203.0.113.1"))).isTrue();
        assertThat(refuses(connect("198.51.100.4")))
                .as("by its name, mx.example.net")
                .isTrue();
        assertThat(refuses(connect("203.0.113.7"))).isFalse();
        assertThat(refuses(connect("198.51.100.9"))).isFalse();
        assertThat(connect("203.0.113.7").opinions()).contains(new Opinion.Finding("access", "allowed"));
    }

    @Test
    void listedSendersAreRefusedButForTheExceptions() {
        AccessFilter filter = listed();
        assertThat(refuses(filter.reversePath(new FakeMail().from("RON@example.com"))))
                .isTrue();
        assertThat(refuses(filter.reversePath(new FakeMail().from("x@sub.example.net"))))
                .isTrue();
        assertThat(refuses(filter.reversePath(new FakeMail().from("ann@example.com"))))
                .isFalse();
        assertThat(refuses(filter.reversePath(new FakeMail())))
                .as("bounces have no sender")
                .isFalse();
        FakeMail excepted = new FakeMail(new FakeClient().from("203.0.113.7")).from("ron@example.com");
        assertThat(refuses(filter.reversePath(excepted))).isFalse();
        AccessFilter oneOfThem = new AccessFilter(List.of(), List.of("example.net"), List.of("ann@example.net"), names);
        assertThat(refuses(oneOfThem.reversePath(new FakeMail().from("ann@example.net"))))
                .isFalse();
        assertThat(refuses(oneOfThem.reversePath(new FakeMail().from("bob@example.net"))))
                .isTrue();
    }

    @Test
    void theServersOwnMailIsNotJudged() {
        FakeMail own = new FakeMail(new FakeClient().from("203.0.113.1"))
                .via(Via.LOCAL)
                .from("ron@example.com");
        assertThat(listed().connect(own).opinions()).isEmpty();
        assertThat(listed().reversePath(own).opinions()).isEmpty();
    }

    private Judgement relay(String ip) {
        return listed().recipient(new FakeMail(new FakeClient().from(ip)), SOMEBODY);
    }

    private Judgement connect(String ip) {
        return listed().connect(new FakeMail(new FakeClient().from(ip)));
    }

    private static boolean permits(Judgement judgement) {
        return judgement.opinions().stream().anyMatch(Opinion.PermitRelay.class::isInstance);
    }

    private static boolean refuses(Judgement judgement) {
        return judgement.opinions().stream().anyMatch(Opinion.Reject.class::isInstance);
    }

    private static Optional<String> dns(InetAddress address) {
        return switch (address.getHostAddress()) {
            case "198.51.100.2" -> Optional.of("out.example.com");
            case "198.51.100.3" -> throw new IllegalStateException("DNS broke");
            case "198.51.100.4" -> Optional.of("mx.example.net");
            default -> Optional.empty();
        };
    }
}
