package org.posthouse.delivery.smtp;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.posthouse.api.mail.Address;
import org.posthouse.api.route.Route;
import org.posthouse.spi.delivery.DeliveryAgent;
import org.posthouse.tck.delivery.DeliveryAgentContract;

class SmtpDeliveryContractTest implements DeliveryAgentContract {
    private final Set<Integer> away = ConcurrentHashMap.newKeySet();
    private FakeHost host;
    private Scene scene;

    @BeforeEach
    void start() throws Exception {
        host = new FakeHost("127.0.0.1");
        host.says(line -> away.stream().anyMatch(number -> line.startsWith("RCPT TO:<kate" + number + "@"))
                ? "450 4.2.0 not now"
                : "");
        scene = new Scene(host.port());
        scene.dns.mx("there.example", 10, "mx.there.example").host("mx.there.example", "127.0.0.1");
    }

    @AfterEach
    void stop() throws IOException {
        scene.close();
        host.close();
    }

    @Override
    public DeliveryAgent agent() {
        return scene.agent();
    }

    @Override
    public Route reachable(int number) {
        return new Route.Remote(new Address("kate" + number, "there.example"));
    }

    @Override
    public void away(int number) {
        away.add(number);
    }

    @Override
    public void back(int number) {
        away.remove(number);
    }

    @Override
    public List<String> arrived(int number) {
        return host.mails().stream()
                .filter(mail -> mail.to().contains("<kate" + number + "@there.example>"))
                .map(FakeHost.Mail::text)
                .toList();
    }

    @Override
    public boolean knowsOperations() {
        return false;
    }
}
