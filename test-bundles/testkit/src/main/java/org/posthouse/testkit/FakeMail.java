package org.posthouse.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.Headers;
import org.posthouse.api.mail.Parts;
import org.posthouse.api.net.Client;
import org.posthouse.api.pipeline.Via;
import org.posthouse.spi.filter.Mail;

/** A mail as filters see it: from a {@link FakeClient} by MX, with a null reverse-path and no message, until told otherwise. */
public final class FakeMail implements Mail {
    private final Map<Class<?>, Object> notes = new HashMap<>();
    private final Map<String, String> findings = new HashMap<>();
    private final FakeClient client;
    private Via via = Via.MX;
    private Optional<String> helo = Optional.of("client.example");
    private Envelope envelope = Envelope.builder("Q1").build();
    private FakeMessage message = new FakeMessage(new byte[0]);
    private boolean over;

    public FakeMail() {
        this(new FakeClient());
    }

    public FakeMail(FakeClient client) {
        this.client = client;
    }

    public FakeMail via(Via value) {
        via = value;
        return this;
    }

    public FakeMail helo(String name) {
        helo = Optional.of(name);
        return this;
    }

    /** The reverse-path, {@code local@domain}. */
    public FakeMail from(String address) {
        envelope = Envelope.builder("Q1")
                .reversePath(Address.parse(address).orElseThrow())
                .build();
        return this;
    }

    public FakeMail envelope(Envelope value) {
        envelope = value;
        return this;
    }

    /** The message as received. */
    public FakeMail message(String text) {
        message = new FakeMessage(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** What filters before have found. */
    public FakeMail finding(String name, String value) {
        findings.put(name, value);
        return this;
    }

    /** The judgement has been given: from now on the mail may not be looked at. */
    public void over() {
        over = true;
    }

    @Override
    public Via via() {
        return current(via);
    }

    @Override
    public Client client() {
        return current(client);
    }

    @Override
    public Optional<String> helo() {
        return current(helo);
    }

    @Override
    public Envelope envelope() {
        return current(envelope);
    }

    @Override
    public Headers headers() {
        return current(message);
    }

    @Override
    public Parts parts() {
        return current(message);
    }

    @Override
    public Content raw() {
        return Content.of(current(message).octets());
    }

    @Override
    public <S> S own(Class<S> type, Supplier<S> first) {
        return type.cast(current(notes).computeIfAbsent(type, key -> first.get()));
    }

    @Override
    public Map<String, String> findings() {
        return Map.copyOf(current(findings));
    }

    @Override
    public Duration timeLeft() {
        return current(Duration.ofSeconds(10));
    }

    private <T> T current(T value) {
        if (over) {
            throw new AssertionError("a filter looks at a mail after its judgement");
        }
        return value;
    }
}
