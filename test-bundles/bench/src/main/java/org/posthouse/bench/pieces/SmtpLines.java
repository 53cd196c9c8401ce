package org.posthouse.bench.pieces;

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
import org.posthouse.lib.wire.smtp.SmtpCommand;
import org.posthouse.lib.wire.smtp.SmtpParser;

/** Commands of SMTP are read. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SmtpLines {
    @Param({
        "EHLO client.example.com",
        "MAIL FROM:<someone@sender.example> SIZE=10240 BODY=8BITMIME",
        "RCPT TO:<somebody.else@reader.example>"
    })
    private String line;

    private byte[] octets;

    /** As they come from the wire. */
    @Setup
    public void encode() {
        octets = line.getBytes(StandardCharsets.US_ASCII);
    }

    @Benchmark
    public SmtpCommand parse() {
        return SmtpParser.parse(octets);
    }
}
