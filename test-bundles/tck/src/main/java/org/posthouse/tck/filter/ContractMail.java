package org.posthouse.tck.filter;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.Headers;
import org.posthouse.api.mail.Parts;
import org.posthouse.api.net.Client;
import org.posthouse.api.pipeline.Via;
import org.posthouse.spi.filter.Mail;

/** A mail to be judged, with a plain text message. */
final class ContractMail implements Mail {
    private final Client client;
    private final Optional<String> helo;
    private final Envelope envelope;
    private final String message;
    private final Map<Class<?>, Object> own = new HashMap<>();

    ContractMail(Client client, Optional<String> helo, Envelope envelope, String message) {
        this.client = client;
        this.helo = helo;
        this.envelope = envelope;
        this.message = message;
    }

    @Override
    public Via via() {
        return Via.MX;
    }

    @Override
    public Client client() {
        return client;
    }

    @Override
    public Optional<String> helo() {
        return helo;
    }

    @Override
    public Envelope envelope() {
        return envelope;
    }

    @Override
    public Headers headers() {
        return new Fields();
    }

    @Override
    public Parts parts() {
        return WholePart::new;
    }

    @Override
    public Content raw() {
        return Content.of(octets());
    }

    @Override
    public synchronized <S> S own(Class<S> type, Supplier<S> first) {
        return type.cast(own.computeIfAbsent(type, each -> first.get()));
    }

    @Override
    public Map<String, String> findings() {
        return Map.of();
    }

    @Override
    public Duration timeLeft() {
        return Duration.ofSeconds(30);
    }

    private byte[] octets() {
        return message.getBytes(StandardCharsets.UTF_8);
    }

    /** One field a line, as far as the empty line. */
    private final class Fields implements Headers {
        @Override
        public List<String> all(String name) {
            String begin = name.toLowerCase(Locale.ROOT) + ":";
            return lines().stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(begin))
                    .map(line -> line.substring(begin.length()).stripLeading())
                    .toList();
        }

        @Override
        public Optional<String> first(String name) {
            return all(name).stream().findFirst();
        }

        @Override
        public Optional<String> text(String name) {
            return first(name);
        }

        @Override
        public int count() {
            return lines().size();
        }

        private List<String> lines() {
            return message.lines().takeWhile(line -> !line.isEmpty()).toList();
        }
    }

    /** All of it as text. */
    private final class WholePart implements Parts.Part {
        @Override
        public String type() {
            return "text/plain";
        }

        @Override
        public Map<String, String> typeParameters() {
            return Map.of();
        }

        @Override
        public Optional<String> fileName() {
            return Optional.empty();
        }

        @Override
        public long offset() {
            return 0;
        }

        @Override
        public long size() {
            return octets().length;
        }

        @Override
        public List<Parts.Part> parts() {
            return List.of();
        }

        @Override
        public byte[] bytes(int limit) {
            byte[] all = octets();
            return all.length <= limit ? all : java.util.Arrays.copyOf(all, limit);
        }
    }
}
