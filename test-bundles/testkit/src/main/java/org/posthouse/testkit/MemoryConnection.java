package org.posthouse.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.posthouse.api.mail.MailException;
import org.posthouse.spi.protocol.Input;
import org.posthouse.spi.protocol.ProtocolHandler;
import org.posthouse.spi.protocol.ProtocolHandler.Conversation;
import org.posthouse.spi.protocol.ProtocolHandler.HandOver;
import org.posthouse.spi.protocol.Want;

/**
 * A connection without a socket: owns the octets, the pending wish and the bell as the real one does, and serves the conversation on
 * the thread that calls. Used by one thread, but for the bell.
 */
public final class MemoryConnection {
    private final FakeClient client;
    private final Supplier<ProtocolHandler> versions;
    private final Inbox inbox = new Inbox();
    private final AtomicBoolean rung = new AtomicBoolean();
    private final MemoryOutput output = new MemoryOutput(() -> rung.set(true));
    private ProtocolHandler handler;
    private Conversation conversation;
    private Want want = new Want.Close();
    private boolean closed;
    private boolean full;
    private Optional<String> leaving = Optional.empty();
    private boolean told;
    private boolean swapAlways;

    /** @param versions gives another version of the handler each time it is asked: the first at once, the next at each swap */
    public MemoryConnection(FakeClient client, Supplier<ProtocolHandler> versions) {
        this.client = client;
        this.versions = versions;
        this.handler = versions.get();
        this.conversation = handler.open(client);
    }

    /** Hands over before each and every input. */
    public MemoryConnection swappingAlways() {
        swapAlways = true;
        return this;
    }

    /** Lets the conversation say its first words. */
    public MemoryConnection open() {
        step(() -> conversation.greet(output));
        pump();
        return this;
    }

    public FakeClient client() {
        return client;
    }

    /** What the conversation waits for. */
    public Want want() {
        return want;
    }

    public boolean closed() {
        return closed;
    }

    /** The client sends these octets, and the conversation takes what it wants of them. */
    public void send(byte[] octets) {
        if (closed) {
            throw new AssertionError("the connection is closed");
        }
        inbox.add(octets);
        pump();
    }

    /** The client sends this text and CRLF. */
    public void sendLine(String text) {
        send((text + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /** The next line the server said, without its end; empty if it said nothing more. */
    public Optional<String> nextLine() {
        pump();
        return output.nextLine();
    }

    /** All that the server said and nobody has read. */
    public byte[] rest() {
        pump();
        return output.rest();
    }

    /** Whether the server has said something that nobody has read. */
    public boolean unread() {
        pump();
        return output.unread();
    }

    /** The TLS handshake that the conversation waits for. */
    public void secure() {
        require(want instanceof Want.StartTls, "nobody waits for TLS");
        client.tls(new FakeTls());
        give(new Input.Secured());
    }

    /** DEFLATE begins, which the conversation waits for; octets are sent and read as if they had been inflated. */
    public void compress() {
        require(want instanceof Want.Compress, "nobody waits for compression");
        require(client.compressionOffered(), "compression was not offered");
        client.noCompression();
        give(new Input.Compressed());
    }

    /** Patience ends. */
    public void timeOut() {
        require(!(want instanceof Want.StartTls), "a handshake that takes too long is closed without a word");
        require(!(want instanceof Want.Compress), "compression begins at once");
        give(new Input.TimedOut());
    }

    /** The server wants the connection to end, now. */
    public void ending(String reason) {
        give(new Input.Ending(reason, true));
    }

    /** The server wants the connection to end, and says so before each line until it does. */
    public void leaving(String reason) {
        leaving = Optional.of(reason);
        pump();
    }

    /** Somebody rings the bell. */
    public void wake() {
        rung.set(true);
        pump();
    }

    /** The next content finds no room. */
    public void full() {
        full = true;
    }

    /** The client stops reading, so that nothing drains. */
    public void stall() {
        output.stalled(true);
    }

    /** The client reads on. */
    public void drain() {
        output.stalled(false);
        pump();
    }

    /** The client goes without a word. */
    public void disconnect() {
        if (!closed) {
            close();
        }
    }

    /** The next version of the handler takes over, here and now. */
    public void swap() {
        HandOver state = conversation
                .handOver()
                .orElseThrow(() -> new AssertionError("cannot be handed over while it waits for " + want));
        JdkTypes.check(state.values());
        conversation.closed();
        handler = versions.get();
        conversation = handler.resume(client, state)
                .orElseThrow(() -> new AssertionError("the next version cannot go on from " + state.values()));
    }

    /** Gives what there is until more is wanted than there is. */
    private void pump() {
        while (!closed) {
            Optional<Input> input = next();
            if (input.isEmpty()) {
                return;
            }
            deliver(input.get());
        }
    }

    private Optional<Input> next() {
        boolean mayEnd = want instanceof Want.Line || want instanceof Want.LineOrWake;
        if (mayEnd && leaving.isPresent() && !told) {
            return leaving.map(reason -> new Input.Ending(reason, false));
        } else if (want instanceof Want.Line line) {
            return inbox.line(line.max());
        } else if (want instanceof Want.LineOrWake line) {
            Optional<Input> whole = inbox.line(line.max());
            return whole.isEmpty() && rung.getAndSet(false) ? Optional.of(new Input.Woken()) : whole;
        } else if (want instanceof Want.Bytes bytes) {
            return inbox.bytes(bytes.count()).map(this::orNoRoom);
        } else if (want instanceof Want.DotText text) {
            return inbox.dotText(text.max()).map(this::orNoRoom);
        } else if (want instanceof Want.Drained) {
            return output.stalled() ? Optional.empty() : Optional.of(new Input.Drained());
        }
        return Optional.empty();
    }

    private Input orNoRoom(Input content) {
        if (!full) {
            return content;
        }
        full = false;
        return new Input.NoRoom();
    }

    private void give(Input input) {
        deliver(input);
        pump();
    }

    private void deliver(Input input) {
        require(!closed, "the connection is closed");
        if (swapAlways) {
            swap();
            if (input instanceof Input.Woken) {
                // Rung once more by who went: rings merge.
                rung.set(false);
            }
        }
        told = input instanceof Input.Ending;
        step(() -> conversation.receive(input, output));
    }

    private void step(Step step) {
        try {
            want = step.go();
        } catch (MailException e) {
            String farewell = handler.farewell(true, e.getMessage());
            if (!farewell.isEmpty()) {
                output.line(farewell);
            }
            want = new Want.Close();
        }
        if (want instanceof Want.Close) {
            close();
        } else if (want instanceof Want.StartTls) {
            // RFC 3207 §4.2: what came early in clear text is dropped.
            inbox.clear();
        }
    }

    private void close() {
        closed = true;
        conversation.closed();
        client.end();
    }

    private static void require(boolean claim, String otherwise) {
        if (!claim) {
            throw new AssertionError(otherwise);
        }
    }

    /** One call of the conversation. */
    private interface Step {
        Want go() throws MailException;
    }
}
