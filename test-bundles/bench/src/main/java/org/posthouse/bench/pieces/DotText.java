package org.posthouse.bench.pieces;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.posthouse.api.mail.Content;
import org.posthouse.bench.client.Mails;
import org.posthouse.core.net.frame.Framer;
import org.posthouse.core.net.frame.SpoolRoom;
import org.posthouse.spi.protocol.Input;
import org.posthouse.spi.protocol.Want;

/** Dots are taken away from a text that has come, RFC 5321 §4.5.2, into memory. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DotText {
    private static final long ROOM = 16 << 20;
    private static final Want TEXT = new Want.DotText(ROOM, Duration.ofMinutes(1));

    @Param({"1024", "10240"})
    private int size;

    private final SpoolRoom room = new SpoolRoom(Path.of("none"), () -> ROOM);
    private byte[] octets;

    /** With the dot that ends it. */
    @Setup
    public void make() {
        byte[] message = new Mails(size).next("reader@example.test");
        byte[] end = ".\r\n".getBytes(StandardCharsets.US_ASCII);
        octets = Arrays.copyOf(message, message.length + end.length);
        System.arraycopy(end, 0, octets, message.length, end.length);
    }

    @Benchmark
    public long unstuff() {
        Framer framer = new Framer(room);
        framer.want(TEXT);
        ByteBuf in = Unpooled.wrappedBuffer(octets);
        if (!(framer.next(in, false).orElseThrow() instanceof Input.Text text)) {
            throw new IllegalStateException("no text");
        }
        try (Content content = text.content()) {
            return content.size();
        }
    }
}
