package org.posthouse.bench.pieces;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import org.posthouse.bench.client.Mails;
import org.posthouse.lib.mime.HeaderFields;
import org.posthouse.lib.mime.Structure;

/** A message is looked through for its structure, once, and what was found is read again. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MessageScan {
    private static final String DELIMITER = "\r\n--part\r\n";

    @Param({"1024", "10240", "1048576"})
    private int size;

    @Param({"1", "8"})
    private int parts;

    private byte[] message;
    private byte[] kept;

    /** Parts of the same size. */
    @Setup
    public void make() throws IOException {
        Mails mails = new Mails(Math.max(1, size / parts));
        StringBuilder text = new StringBuilder();
        if (parts > 1) {
            text.append("Subject: parts\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=part\r\n");
        }
        for (int i = 0; i < parts; i++) {
            text.append(parts > 1 ? DELIMITER : "")
                    .append(new String(mails.next("reader@example.test"), StandardCharsets.US_ASCII));
        }
        message = text.toString().getBytes(StandardCharsets.US_ASCII);
        kept = scan().encode();
    }

    @Benchmark
    public Structure scan() throws IOException {
        return Structure.scan(new ByteArrayInputStream(message));
    }

    @Benchmark
    public Structure readKept() {
        return Structure.decode(kept);
    }

    @Benchmark
    public HeaderFields header() {
        return HeaderFields.of(message);
    }
}
