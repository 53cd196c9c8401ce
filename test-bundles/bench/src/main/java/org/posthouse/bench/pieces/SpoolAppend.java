package org.posthouse.bench.pieces;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.posthouse.api.mail.MailException;
import org.posthouse.lib.segments.Append;
import org.posthouse.lib.segments.Forcing;
import org.posthouse.lib.segments.GroupCommit;
import org.posthouse.lib.segments.Place;
import org.posthouse.lib.segments.SegmentLog;

/** Records become safe in a log: each waits for its force, which it shares with those that came meanwhile. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SpoolAppend implements GroupCommit.Observer {
    private static final int SEGMENT = 64 << 20;
    private static final Duration LAZINESS = Duration.ofMillis(200);

    @Param({"1024", "10240"})
    private int size;

    private Path folder;
    private SegmentLog log;
    private GroupCommit commit;

    /** In the system's folder for temporary files, or that of the property {@code posthouse.bench.folder}. */
    @Setup
    public void open() throws IOException {
        Path below = Path.of(System.getProperty("posthouse.bench.folder", "/var/tmp"));
        folder = Files.createTempDirectory(below, "posthouse-spool");
        log = SegmentLog.open(folder, SEGMENT, spare -> true, Forcing.DATA, found -> {});
        commit = new GroupCommit("bench", log, LAZINESS, this);
    }

    @Override
    public void uncertain() {
        throw new IllegalStateException("records may be lost");
    }

    @Benchmark
    @Threads(1)
    public Place alone() throws MailException, ExecutionException, InterruptedException {
        return append();
    }

    @Benchmark
    @Threads(16)
    public Place together() throws MailException, ExecutionException, InterruptedException {
        return append();
    }

    private Place append() throws MailException, ExecutionException, InterruptedException {
        Append record = Append.forced(Append.FIRST_TYPE, new byte[200], new byte[size]);
        commit.append(record);
        return record.placed().get();
    }

    /** Nothing is left. */
    @TearDown
    public void close() throws IOException {
        commit.close();
        log.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
