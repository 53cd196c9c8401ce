package org.posthouse.delivery.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.queue.Outcome;
import org.posthouse.delivery.smtp.talk.Times;
import org.posthouse.spi.delivery.Delivery.Target;

/** A host that greets, offers PIPELINING, and reads no more. */
class DeafHostTest {
    /** More than the buffers of both sides hold, however far they grow. */
    private static final int RECIPIENTS = 40_000;

    private final CountDownLatch over = new CountDownLatch(1);

    private void serve(ServerSocket door) {
        try (Socket socket = door.accept()) {
            socket.getOutputStream().write("220 deaf\r\n".getBytes(StandardCharsets.US_ASCII));
            new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
            socket.getOutputStream().write("250-deaf\r\n250 PIPELINING\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(over.await(120, TimeUnit.SECONDS)).isTrue();
        } catch (IOException e) {
            // The client has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void s25ManyCommandsToAHostThatReadsNoneEndInTime() throws Exception {
        try (ServerSocket door = new ServerSocket()) {
            door.setReceiveBufferSize(4096);
            door.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.11"), 0));
            CompletableFuture<Void> serving = CompletableFuture.runAsync(() -> serve(door));
            Scene scene = new Scene(door.getLocalPort());
            scene.dns.mx("school.edu", 10, "mx.school.edu").host("mx.school.edu", "127.0.0.11");
            scene.recipients = RECIPIENTS;
            scene.times = new Times(Scene.LONG, Scene.LONG, Scene.SHORT, Scene.LONG, Scene.LONG, Scene.LONG);
            String domain = ("x".repeat(60) + ".").repeat(3) + "school.edu";
            scene.dns.mx(domain, 10, "mx.school.edu");
            List<Target> targets = IntStream.range(0, RECIPIENTS)
                    .mapToObj(i -> Scene.target(Recipient.of(Scene.address("kate" + i + "@" + domain))))
                    .toList();
            CompletableFuture<List<Outcome>> sending = CompletableFuture.supplyAsync(() -> deliver(scene, targets));
            assertThat(sending.get(120, TimeUnit.SECONDS))
                    .allMatch(outcome -> outcome.status().temporary());
            over.countDown();
            serving.get(120, TimeUnit.SECONDS);
            scene.close();
        }
    }

    private static List<Outcome> deliver(Scene scene, List<Target> targets) {
        try {
            return scene.agent().deliver(Scene.delivery(Scene.envelope().build(), "Subject: x\r\n\r\nx\r\n", targets));
        } catch (MailException e) {
            throw new IllegalStateException(e);
        }
    }
}
