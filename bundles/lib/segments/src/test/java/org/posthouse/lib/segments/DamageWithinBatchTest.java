package org.posthouse.lib.segments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage to one of several records that were forced together. */
class DamageWithinBatchTest {
    @TempDir
    Path folder;

    private final List<String> found = new ArrayList<>();
    private final List<Place> places = new ArrayList<>();
    private SegmentLog log;

    @BeforeEach
    void open() throws IOException {
        found.clear();
        log = SegmentLog.open(
                folder,
                4096,
                octets -> true,
                Forcing.DATA,
                record -> found.add(new String(record.meta(), StandardCharsets.UTF_8)));
    }

    private void batch(String... texts) throws IOException {
        for (String text : texts) {
            byte[] meta = text.getBytes(StandardCharsets.UTF_8);
            places.add(log.write(new Drawn(false, Append.FIRST_TYPE, meta, new byte[0], Append.crc(new byte[0]))));
        }
        log.force();
    }

    private void damageAndOpen(int record) throws IOException {
        Place place = places.get(record);
        // Not closed: as after a kill.
        log.seal();
        try (FileChannel file = FileChannel.open(place.segment().file(), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(1), place.offset() + Head.SIZE);
        }
        open();
    }

    @Test
    void isToldWhenALaterBatchKnowsThatItWasSafe() throws IOException {
        log.roll();
        batch("one", "two", "three", "four");
        batch("five");
        damageAndOpen(1);
        assertThat(found).containsExactly("one", "three", "four", "five");
        assertThat(log.damages()).hasSize(1);
    }

    @Test
    void isATornTailWhenNobodyKnowsThatItWasSafe() throws IOException {
        log.roll();
        batch("one");
        batch("two", "three", "four");
        damageAndOpen(1);
        assertThat(found).containsExactly("one");
        assertThat(log.damages()).isEmpty();
    }
}
