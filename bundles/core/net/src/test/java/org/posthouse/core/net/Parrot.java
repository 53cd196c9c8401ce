package org.posthouse.core.net;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.net.Client;
import org.posthouse.spi.protocol.Input;
import org.posthouse.spi.protocol.Output;
import org.posthouse.spi.protocol.ProtocolHandler;
import org.posthouse.spi.protocol.Want;

/** A protocol that says back what it hears, and waits in every way there is. */
final class Parrot implements ProtocolHandler {
    /** What a careless plug-in leaves on the threads of others. */
    private static final ThreadLocal<Object> LOCAL = new ThreadLocal<>();

    final String version;
    final boolean handsOver;
    final Duration patience;
    final AtomicInteger talks = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    final List<Runnable> bells = new CopyOnWriteArrayList<>();
    /** What it is asked for next. */
    final Queue<Content> contents = new ConcurrentLinkedQueue<>();

    final CountDownLatch hung = new CountDownLatch(1);

    Parrot(String version, boolean handsOver, Duration patience) {
        this.version = version;
        this.handsOver = handsOver;
        this.patience = patience;
    }

    Parrot(String version) {
        this(version, true, Duration.ofSeconds(30));
    }

    @Override
    public Conversation open(Client client) {
        return new Talk(client, 0);
    }

    @Override
    public Optional<Conversation> resume(Client client, HandOver state) {
        return Optional.of(new Talk(client, ((Number) state.values().get("heard")).intValue()));
    }

    @Override
    public String farewell(boolean greeted, String reason) {
        return "BYE " + greeted + " " + reason;
    }

    private final class Talk implements Conversation {
        private final Client client;
        private int heard;
        private boolean broken;

        Talk(Client client, int heard) {
            this.client = client;
            this.heard = heard;
            talks.incrementAndGet();
        }

        @Override
        public Want greet(Output out) {
            out.line("HELLO " + version
                    + (client.tls().isPresent() ? " " + client.tls().get().protocol() : ""));
            return line();
        }

        @Override
        public Want receive(Input input, Output out) throws MailException {
            heard++;
            if (input instanceof Input.Line line) {
                return command(line, out);
            } else if (input instanceof Input.Text text) {
                out.line("text " + text.content().size() + " " + digest(text.content()) + " clean=" + text.clean()
                        + " eight=" + text.eightBit() + " longest=" + text.longestLine());
                text.content().close();
            } else if (input instanceof Input.Data data) {
                out.line("data " + data.content().size() + " " + digest(data.content()));
                data.content().close();
            } else if (input instanceof Input.TooLong tooLong) {
                out.line("too long " + tooLong.ended());
                return tooLong.ended() ? line() : new Want.Close();
            } else if (input instanceof Input.Ending ending) {
                out.line("ending " + ending.reason());
                return new Want.Close();
            } else if (input instanceof Input.TimedOut) {
                out.line("timed out");
                return new Want.Close();
            } else if (input instanceof Input.Secured) {
                out.line("secured " + client.tls().orElseThrow().serverName().orElse("-"));
            } else if (input instanceof Input.Woken) {
                out.line("woken");
                return new Want.LineOrWake(100, patience);
            } else {
                out.line(input.getClass().getSimpleName());
            }
            return line();
        }

        private Want command(Input.Line line, Output out) throws MailException {
            String text = new String(line.octets(), StandardCharsets.UTF_8);
            String[] words = text.split(" ", 2);
            String rest = words.length > 1 ? words[1] : "";
            return switch (words[0]) {
                case "TEXT" -> wish(out, "go", new Want.DotText(Long.parseLong(rest), patience));
                case "BYTES" -> new Want.Bytes(Long.parseLong(rest), patience);
                case "IDLE" -> {
                    bells.add(out.bell());
                    yield wish(out, "idling", new Want.LineOrWake(100, patience));
                }
                case "BELL" -> {
                    out.bell().run();
                    yield wish(out, "rung", line());
                }
                case "TLS" -> wish(out, "go", new Want.StartTls());
                case "COMPRESS" ->
                    client.compressionOffered()
                            ? wish(out, "go", new Want.Compress())
                            : wish(out, "not offered", line());
                case "BIG" -> {
                    byte[] big = new byte[Integer.parseInt(rest)];
                    Arrays.fill(big, (byte) 'x');
                    out.line("big").content(Content.of(big), 0, big.length).line("");
                    yield line();
                }
                case "CONTENT" -> {
                    Content content = contents.remove();
                    out.line("content").content(content, 0, content.size()).line("");
                    yield line();
                }
                case "DRAIN" -> {
                    out.bytes(new byte[Integer.parseInt(rest)]);
                    yield new Want.Drained(patience);
                }
                case "LOCAL" -> {
                    LOCAL.set(this);
                    yield wish(out, "kept", line());
                }
                case "QUIT" -> wish(out, "bye", new Want.Close());
                case "VERSION" -> wish(out, version, line());
                case "HEARD" -> wish(out, String.valueOf(heard), line());
                case "LONG" -> wish(out, "go", new Want.Line(65_536, patience));
                case "LOGIN" -> wish(out, client.loggedInAs(rest) ? "welcome" : "too many", line());
                case "ERROR" -> {
                    broken = true;
                    throw new OutOfMemoryError("as if");
                }
                case "FAIL" -> throw new IllegalStateException("asked to");
                case "REFUSE" -> throw MailException.notNow("not today");
                case "HANG" -> {
                    await();
                    yield wish(out, "unhung", line());
                }
                default -> wish(out, text + " crlf=" + line.crlf(), line());
            };
        }

        private Want wish(Output out, String text, Want want) {
            out.line(text);
            return want;
        }

        private void await() {
            try {
                hung.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private Want line() {
            return new Want.Line(100, patience);
        }

        private int digest(Content content) {
            try {
                return Arrays.hashCode(content.bytes(0, (int) content.size()));
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        @Override
        public Optional<HandOver> handOver() {
            return handsOver ? Optional.of(new HandOver(1, Map.of("heard", heard))) : Optional.empty();
        }

        @Override
        public void closed() {
            closed.incrementAndGet();
            if (broken) {
                throw new AssertionError("broken");
            }
        }
    }
}
