package org.posthouse.bench.pieces;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.posthouse.lib.wire.imap.FetchItem;
import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.lib.wire.imap.ImapWriter;

/** Items of FETCH are read, and what is answered is written. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ImapLines {
    private static final String ITEMS =
            "(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS (DATE FROM TO SUBJECT)])";

    private final ImapWriter writer = new ImapWriter();
    private final byte[] body = "x".repeat(2048).getBytes(StandardCharsets.US_ASCII);

    @Benchmark
    public List<FetchItem> readItems() throws ImapSyntaxException {
        return FetchItem.readAll(ImapReader.over(ITEMS));
    }

    @Benchmark
    public byte[] writeFlags() {
        writer.raw("* ")
                .number(4711)
                .raw(" FETCH (UID ")
                .number(123_456)
                .raw(" FLAGS ")
                .raw("(\\Seen \\Answered)");
        writer.close().line();
        return writer.take();
    }

    /** As many strings as an ENVELOPE has. */
    @Benchmark
    public byte[] writeStrings() {
        writer.raw("* ").number(4711).raw(" FETCH ").open();
        for (int i = 0; i < 16; i++) {
            writer.nstring(Optional.of("Somebody Else about something")).space();
        }
        writer.close().line();
        return writer.take();
    }

    @Benchmark
    public byte[] writeBody() {
        writer.raw("* ")
                .number(4711)
                .raw(" FETCH (BODY[] ")
                .literal(body.length)
                .bytes(body)
                .close()
                .line();
        return writer.take();
    }
}
