package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** Attacks by IMAP with a little that inflates to very much. */
final class CompressionAttacksIT extends ImapAttacks {

    /** Logged in, what is sent from here on is taken as compressed. */
    private static Caller deflated() throws IOException {
        Caller caller = kate();
        caller.expect("z OK", "z COMPRESS DEFLATE");
        return caller;
    }

    private static byte[] deflate(String... pieces) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        byte[] room = new byte[16 * 1024];
        for (String piece : pieces) {
            deflater.setInput(octets(piece));
            int count = deflater.deflate(room, 0, room.length, Deflater.SYNC_FLUSH);
            while (count > 0) {
                packed.write(room, 0, count);
                count = deflater.deflate(room, 0, room.length, Deflater.SYNC_FLUSH);
            }
        }
        deflater.end();
        return packed.toByteArray();
    }

    @Test
    void i06ALittleThatInflatesToVeryMuchMeetsTheSameLimits() throws Exception {
        String megabyte = "x".repeat(1 << 20);
        String[] hundred = Stream.generate(() -> megabyte).limit(100).toArray(String[]::new);
        byte[] line = deflate(hundred);
        assertThat(line.length).isLessThan(200_000);
        long before = siege.server().heapKib();
        List<Caller> callers = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                Caller caller = deflated();
                callers.add(caller);
                caller.pour(new String(line, StandardCharsets.ISO_8859_1), 1);
            }
            for (Caller caller : callers) {
                caller.compress();
                assertThat(caller.last())
                        .satisfiesAnyOf(reset -> assertThat(reset).isEmpty(), bye -> assertThat(bye)
                                .contains("* BYE Line is too long"));
            }
            assertThat(siege.server().heapKib() - before).isLessThan(16 * 1024);
        } finally {
            for (Caller caller : callers) {
                caller.close();
            }
        }
    }

    @Test
    void i06ABombInALiteralIsAMessageOfItsSizeAndNoMore() throws Exception {
        int before = count(KATE);
        String megabyte = "\0".repeat(1 << 20);
        String[] limit = Stream.concat(
                        Stream.of("a APPEND INBOX {67108864+}\r\n"),
                        Stream.concat(Stream.generate(() -> megabyte).limit(64), Stream.of("\r\nb NOOP\r\n")))
                .toArray(String[]::new);
        try (Caller caller = deflated()) {
            caller.send(deflate(limit));
            caller.compress();
            caller.expect("a NO [CANNOT]");
            caller.expect("b OK");
        }
        try (Caller caller = deflated()) {
            caller.send(deflate("a APPEND INBOX {67108865+}\r\n", megabyte));
            caller.compress();
            assertThat(caller.last()).satisfiesAnyOf(reset -> assertThat(reset).isEmpty(), bye -> assertThat(bye)
                    .startsWith("a NO [TOOBIG]"));
        }
        assertThat(count(KATE)).isEqualTo(before);
    }

    @Test
    void i06WhoSendsAMillionCommandsInAFewOctetsIsServedAtTheRateItReads() throws Exception {
        String commands = "a NOOP\r\n".repeat(10_000);
        byte[] packed = deflate(Stream.generate(() -> commands).limit(100).toArray(String[]::new));
        long before = siege.server().heapKib();
        try (Caller caller = kate()) {
            caller.expect("z BAD", "z");
            caller.expect("y OK", "y COMPRESS DEFLATE");
            caller.send(packed);
            siege.holds();
            assertThat(siege.server().heapKib() - before).isLessThan(16 * 1024);
            caller.die();
        }
    }

    @Test
    void i06WhatIsNoDeflateEndsTheConnectionAndWhatSaysNothingDoesNot() throws Exception {
        for (String garbage : List.of("a NOOP\r\n", "\u00ff".repeat(1000), "\u0003\0a NOOP\r\n")) {
            try (Caller caller = deflated()) {
                caller.send(garbage);
                caller.last();
            }
        }
        await().until(() -> siege.log().contains("sends what cannot be inflated: /" + siege.address()));
        try (Caller caller = deflated()) {
            caller.send("\0\0\0\u00ff\u00ff".repeat(100_000));
            caller.send(deflate("a NOOP\r\nz\r\n"));
            caller.compress();
            caller.expect("a OK");
            caller.expect("z BAD");
        }
    }
}
