package org.posthouse.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.spi.filter.Filter;
import org.posthouse.spi.filter.Judgement;
import org.posthouse.testkit.Await;
import org.posthouse.testkit.Hung;

class TestimonyTest {
    /** Counts how often it is closed, and does something at each turn before. */
    private record Body(byte[] octets, long size, Runnable atSize, Runnable atOpen, AtomicInteger closed)
            implements Content {
        static Body of(int size) {
            return of("x".repeat(size));
        }

        static Body of(String text) {
            return new Body(
                    text.getBytes(StandardCharsets.US_ASCII), text.length(), () -> {}, () -> {}, new AtomicInteger());
        }

        @Override
        public long size() {
            atSize.run();
            return size;
        }

        @Override
        public InputStream open() throws IOException {
            atOpen.run();
            return Content.of(octets).open();
        }

        @Override
        public long transferTo(long offset, long count, WritableByteChannel target) throws IOException {
            atOpen.run();
            return Content.of(octets).transferTo(offset, count, target);
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    /** Does something whatever it is asked. */
    private static final class Foreigner extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Runnable deed;

        Foreigner(Runnable deed) {
            this.deed = deed;
        }

        @Override
        public String getMessage() {
            deed.run();
            return "";
        }

        @Override
        public String toString() {
            deed.run();
            return "";
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            deed.run();
            return new StackTraceElement[0];
        }

        @Override
        public synchronized Throwable getCause() {
            deed.run();
            return this;
        }
    }

    private static Judgement body(Content body) {
        return Judgement.builder().replaceBody(body).done();
    }

    /** As a class of a filter's own may do. */
    private static Judgement hanging(Hung hung) {
        return () -> {
            hung.hangStubbornly();
            return List.of();
        };
    }

    private static ScriptedFilter.Line throwing(Runnable deed) {
        return mail -> {
            throw new Foreigner(deed);
        };
    }

    private static long failures(Bench bench) {
        return bench.intake.breakers().stream()
                .mapToLong(each -> each.failures())
                .sum();
    }

    private static void filter(Bench bench, ScriptedFilter.Line line) {
        bench.filter("f", "1", new ScriptedFilter().at(Stage.MESSAGE, line), Filter.STAGES, "message");
    }

    private static String[] filesLeft() {
        String[] files = Bench.BODIES.toFile().list();
        return files == null ? new String[0] : files;
    }

    @Test
    void whatHangsInWhatAFilterReturnsHoldsUpNoMail() throws MailException {
        byte[] octets = new byte[10];
        for (int way = 0; way < 4; way++) {
            try (Bench bench = new Bench(Bench.settings(Duration.ofMillis(50), Duration.ofMillis(20)));
                    Hung hung = new Hung()) {
                List<ScriptedFilter.Line> ways = List.of(
                        mail -> body(new Body(octets, 10, () -> {}, hung::hangStubbornly, new AtomicInteger())),
                        mail -> body(new Body(octets, 10, hung::hangStubbornly, () -> {}, new AtomicInteger())),
                        mail -> hanging(hung),
                        throwing(hung::hangStubbornly));
                AtomicBoolean first = new AtomicBoolean(true);
                ScriptedFilter.Line line = ways.get(way);
                filter(bench, mail -> first.getAndSet(false) ? line.say(mail) : Judgement.none());
                assertThat(bench.send(Bench.MESSAGE).code()).isEqualTo(250);
                Await.until("it has failed", () -> failures(bench) > 0);
                assertThat(bench.send(Bench.MESSAGE).code()).isEqualTo(250);
                assertThat(bench.trace.lines()).contains("message f 1 failed: OverdueException");
                Await.until("it hangs still", () -> hung.inside() == 1);
                assertThat(bench.queue.mails).hasSize(2);
            }
        }
    }

    @Test
    void whatWasThrownIsAskedOnTheGuardsThreadAlone() throws MailException {
        try (Bench bench = new Bench()) {
            AtomicBoolean elsewhere = new AtomicBoolean();
            filter(bench, throwing(() -> {
                if (!Thread.currentThread().getName().startsWith("posthouse-filter-")) {
                    elsewhere.set(true);
                }
            }));
            assertThat(bench.send(Bench.MESSAGE).code()).isEqualTo(250);
            assertThat(elsewhere).isFalse();
            assertThat(failures(bench)).isEqualTo(1);
            assertThat(bench.trace.lines()).contains("message f 1 failed: TestimonyTest$Foreigner");
        }
    }

    @Test
    void whoSaysTooMuchHasFailed() throws MailException {
        try (Bench bench = new Bench()) {
            Judgement.Builder much = Judgement.builder();
            for (int i = 0; i < Testimony.MOST_OPINIONS; i++) {
                much.addHeader("X-Much", String.valueOf(i));
            }
            Judgement enough = much.done();
            filter(bench, mail -> enough);
            bench.send(Bench.MESSAGE);
            assertThat(failures(bench)).isZero();
            assertThat(bench.queue.mails.get(0).message()).startsWith("X-Much: 999\r\n");
        }
        String longest = "x".repeat(Testimony.MOST_TEXT);
        Judgement.Builder many = Judgement.builder();
        for (int i = 0; i <= Testimony.MOST_OPINIONS; i++) {
            many.removeHeader("X", 0);
        }
        for (Judgement tooMuch :
                List.of(many.done(), Judgement.builder().finding("x", longest).done())) {
            try (Bench bench = new Bench()) {
                filter(bench, mail -> tooMuch);
                assertThat(bench.send(Bench.MESSAGE).code()).isEqualTo(250);
                assertThat(failures(bench)).isEqualTo(1);
                assertThat(bench.trace.lines()).contains("message f 1 failed: IllegalStateException");
            }
        }
    }

    @Test
    void anotherBodyIsCopiedAndClosedBeforeTheCallEnds() throws MailException {
        for (int size : new int[] {0, 10, BodyRoom.IN_MEMORY, BodyRoom.IN_MEMORY + 1, 1_000_000}) {
            try (Bench bench = new Bench()) {
                Body body = Body.of(size);
                filter(bench, mail -> body(body));
                assertThat(bench.send(Bench.MESSAGE).code()).isEqualTo(250);
                assertThat(bench.queue.mails.get(0).message()).endsWith("\r\n\r\n" + "x".repeat(size));
                assertThat(body.closed()).hasValue(1);
                assertThat(filesLeft()).isEmpty();
            }
        }
    }

    @Test
    void ofManyBodiesTheLastCountsAndAllAreClosed() throws MailException {
        try (Bench bench = new Bench()) {
            Body first = Body.of(1);
            Body last = Body.of(3);
            filter(bench, mail -> Judgement.builder()
                    .replaceBody(first)
                    .replaceBody(last)
                    .done());
            bench.send(Bench.MESSAGE);
            assertThat(bench.queue.mails.get(0).message()).endsWith("\r\n\r\nxxx");
            assertThat(first.closed()).hasValue(1);
            assertThat(last.closed()).hasValue(1);
        }
    }

    @Test
    void aBodyBeforeTheMessageIsClosedAndForgotten() throws MailException {
        try (Bench bench = new Bench()) {
            Body body = Body.of(1);
            bench.filter("f", "1", new ScriptedFilter().at(Stage.RECIPIENT, body(body)), Filter.STAGES, "recipient");
            bench.send(Bench.MESSAGE);
            assertThat(bench.queue.mails.get(0).message()).endsWith("\r\n\r\nbody\r\n");
            assertThat(body.closed()).hasValue(1);
        }
    }

    @Test
    void aBodyThatIsNotAsLongAsItSaysFailsTheFilter() throws MailException {
        try (Bench bench = new Bench()) {
            AtomicInteger closed = new AtomicInteger();
            filter(bench, mail -> body(new Body(new byte[10], 11, () -> {}, () -> {}, closed)));
            assertThat(bench.send(Bench.MESSAGE).code()).isEqualTo(250);
            assertThat(failures(bench)).isEqualTo(1);
            assertThat(closed).hasValue(1);
        }
    }

    @Test
    void aFilterThatClosesTheMessageTakesItFromNobody() throws MailException {
        try (Bench bench = new Bench()) {
            filter(bench, mail -> {
                mail.raw().close();
                return body(mail.raw());
            });
            Body message = Body.of(Bench.MESSAGE);
            String mail = bench.mail();
            bench.rcpt(mail, "kate@school.edu");
            assertThat(bench.intake.finish(mail, message).get(0).code()).isEqualTo(250);
            assertThat(bench.queue.mails.get(0).message()).endsWith("\r\n\r\n" + Bench.MESSAGE);
            assertThat(message.closed()).hasValue(0);
        }
    }

    @Test
    void aBodyThatComesWhenNobodyWaitsAnyMoreIsClosed() {
        Body body = Body.of(1);
        Custody custody = new Custody();
        custody.close();
        custody.keep(body);
        assertThat(body.closed()).hasValue(1);
    }

    @Test
    void whatAFormerRunHasLeftIsRemoved(@TempDir Path folder) throws IOException, InterruptedException {
        BodyRoom room = new BodyRoom(folder);
        room.copy(Body.of(BodyRoom.IN_MEMORY + 1), BodyRoom.most(0));
        assertThat(folder).isNotEmptyDirectory();
        room.empty();
        assertThat(folder).isEmptyDirectory();
    }
}
