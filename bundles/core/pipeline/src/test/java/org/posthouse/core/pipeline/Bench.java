package org.posthouse.core.pipeline;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.mail.Reply;
import org.posthouse.api.pipeline.Intake.Begun;
import org.posthouse.api.pipeline.Intake.Start;
import org.posthouse.api.pipeline.Via;
import org.posthouse.api.trace.SteadyTrace;
import org.posthouse.lib.guard.GuardLimits;
import org.posthouse.spi.filter.Filter;
import org.posthouse.testkit.FakeClient;
import org.posthouse.testkit.FakeClock;
import org.posthouse.testkit.FakeSeats;

/** A pipeline with fakes all around, and a client that speaks to it. */
final class Bench implements AutoCloseable {
    static final String MESSAGE = "Subject: hello\r\nFrom: kate@school.edu\r\n\r\nbody\r\n";

    static final Path BODIES =
            Path.of("target", "bodies-" + ProcessHandle.current().pid());

    final FakeSeats seats = new FakeSeats();
    final FakeRouter router = new FakeRouter();
    final FakeQueue queue = new FakeQueue();
    final FakeTrace trace = new FakeTrace();
    final FakeClient client = new FakeClient();
    final FakeClock clock = new FakeClock();
    final MailIntake intake;
    Via via = Via.MX;
    Optional<AccountId> submitter = Optional.empty();

    Bench() {
        this(settings());
    }

    Bench(PipelineSettings settings) {
        intake = new MailIntake(
                new MailIntake.House(seats, router, queue, SteadyTrace.of(trace), clock, "1.0.0", BODIES), settings);
    }

    static PipelineSettings settings() {
        return settings(Duration.ofSeconds(20), Duration.ofMillis(20));
    }

    static PipelineSettings settings(Duration deadline, Duration grace) {
        return settings(deadline, grace, MissedRules.NONE);
    }

    /** Three failures open a breaker, for ten seconds at first. */
    static PipelineSettings settings(Duration deadline, Duration grace, MissedRules missed) {
        GuardLimits guard =
                new GuardLimits(deadline, deadline, 4, 8, 3, Duration.ofSeconds(10), Duration.ofMinutes(1)).patient();
        return new PipelineSettings(
                "mx.school.edu", 15, guard, missed, List.of(), grace, 1000, 100, 65_536, 1000, 1000, true, true);
    }

    void filter(String name, String version, Filter filter, String... properties) {
        Map<String, Object> all = new HashMap<>();
        for (int i = 0; i < properties.length; i += 2) {
            all.put(
                    properties[i],
                    properties[i].equals("service.ranking") ? Integer.valueOf(properties[i + 1]) : properties[i + 1]);
        }
        seats.fill(Filter.class, name, version, filter, all);
    }

    Begun begin(String reversePath) throws MailException {
        return begin(client, reversePath);
    }

    private Begun begin(FakeClient by, String reversePath) throws MailException {
        return intake.begin(new Start(
                by,
                via,
                "ESMTP",
                Optional.of("client.example"),
                reversePath.isEmpty() ? Optional.empty() : Optional.of(FakeRouter.address(reversePath)),
                submitter,
                Map.of()));
    }

    String mail() throws MailException {
        return begin("sender@elsewhere.example").transaction().orElseThrow();
    }

    Reply rcpt(String mail, String recipient) throws MailException {
        return intake.recipient(mail, Recipient.of(FakeRouter.address(recipient)));
    }

    Reply rcpt(String mail, Address recipient) throws MailException {
        return intake.recipient(mail, Recipient.of(recipient));
    }

    List<Reply> data(String mail, String message) throws MailException {
        return intake.finish(mail, Content.of(message.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** A whole mail to kate; the reply at its end. */
    Reply send(String message) throws MailException {
        String mail = mail();
        rcpt(mail, "kate@school.edu");
        return data(mail, message).get(0);
    }

    /** The same by another client, side by side. */
    Reply sendBy(FakeClient other) throws MailException {
        String mail = begin(other, "sender@elsewhere.example").transaction().orElseThrow();
        rcpt(mail, "kate@school.edu");
        return data(mail, MESSAGE).get(0);
    }

    @Override
    public void close() {
        intake.close();
    }
}
