package org.posthouse.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.pipeline.Intake.Start;
import org.posthouse.api.pipeline.Via;
import org.posthouse.api.trace.SteadyTrace;
import org.posthouse.spi.filter.Filter;
import org.posthouse.spi.filter.Judgement;
import org.posthouse.spi.filter.Mail;
import org.posthouse.testkit.Await;
import org.posthouse.testkit.FakeClient;
import org.posthouse.testkit.FakeSeats;
import org.slf4j.LoggerFactory;

/** That the pipeline itself is no bottleneck, also while filters are swapped under it. The bounds are far from what is measured. */
class ThroughputTest {
    private static final int CLIENTS = 8;
    private static final int MAILS = 2500;

    @Test
    void manyMailsPassThreeFiltersWhichAreSwapped() throws Exception {
        FakeSeats seats = new FakeSeats();
        FakeQueue queue = new FakeQueue();
        MailIntake intake = new MailIntake(
                new MailIntake.House(
                        seats, new FakeRouter(), queue, new SteadyTrace(), Clock.systemUTC(), "1", Bench.BODIES),
                Bench.settings());
        List.of("a", "b").forEach(name -> seats.fill(Filter.class, name, "1", new Filter() {}, Map.of()));
        seats.fill(Filter.class, "stamp", "0", stamp(0), Map.of());
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        long begin = System.nanoTime();
        List<Future<Integer>> running = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            running.add(clients.submit(() -> send(intake)));
        }
        for (int version = 1; version <= 20; version++) {
            seats.fill(Filter.class, "stamp", String.valueOf(version), stamp(version), Map.of());
            int enough = version * CLIENTS * MAILS / 25;
            Await.until("mail flows", () -> queue.mails.size() > enough);
            seats.shutGates();
        }
        int accepted = 0;
        for (Future<Integer> client : running) {
            accepted += client.get(120, TimeUnit.SECONDS);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        clients.shutdown();
        intake.close();
        LoggerFactory.getLogger(ThroughputTest.class).warn("{} mails/s", Math.round(accepted / seconds));
        assertThat(accepted).isEqualTo(CLIENTS * MAILS);
        assertThat(queue.mails).hasSize(accepted).allMatch(mail -> stamps(mail.message()) == 2);
    }

    private static Filter stamp(int version) {
        Judgement stamp = Judgement.builder()
                .addHeader("X-Stamp", String.valueOf(version))
                .done();
        return new Filter() {
            @Override
            public Judgement message(Mail mail) {
                return stamp;
            }
        };
    }

    private static int stamps(String message) {
        return message.split("X-Stamp", -1).length;
    }

    private static int send(MailIntake intake) throws Exception {
        FakeClient client = new FakeClient();
        Content message = Content.of(Bench.MESSAGE.repeat(20).getBytes(StandardCharsets.US_ASCII));
        int accepted = 0;
        intake.connect(client, Via.MX);
        intake.helo(client, Via.MX, "a.example");
        for (int i = 0; i < MAILS; i++) {
            Start start = new Start(
                    client,
                    Via.MX,
                    "ESMTP",
                    Optional.of("a.example"),
                    Optional.of(FakeRouter.address("a@b.example")),
                    Optional.empty(),
                    Map.of());
            String mail = intake.begin(start).transaction().orElseThrow();
            intake.recipient(mail, Recipient.of(FakeRouter.address("kate@school.edu")));
            accepted += intake.finish(mail, message).get(0).code() == 250 ? 1 : 0;
        }
        client.end();
        return accepted;
    }
}
