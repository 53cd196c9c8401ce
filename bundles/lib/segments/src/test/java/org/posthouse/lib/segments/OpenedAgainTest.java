package org.posthouse.lib.segments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A log whose folder is not as it was left. */
class OpenedAgainTest {
    private static final Map<Long, String> EXPECTED = Map.of(1L, "one and two", 2L, "three", 3L, "four");

    @TempDir
    Path home;

    private Path folder;
    private final List<String> found = new ArrayList<>();
    private final List<Place> places = new ArrayList<>();
    private SegmentLog log;

    @BeforeEach
    void open() throws IOException {
        folder = home.resolve("log");
        open(Map.of());
    }

    private void open(Map<Long, String> expected) throws IOException {
        found.clear();
        log = SegmentLog.open(
                folder,
                4096,
                octets -> true,
                Forcing.DATA,
                new SegmentLog.Reading(
                        0, each -> found.add(new String(each.meta(), StandardCharsets.UTF_8)), true, expected));
    }

    private void batch(String... texts) throws IOException {
        for (String text : texts) {
            byte[] meta = text.getBytes(StandardCharsets.UTF_8);
            places.add(log.write(new Drawn(false, Append.FIRST_TYPE, meta, new byte[0], Append.crc(new byte[0]))));
        }
        log.force();
    }

    private void three() throws IOException {
        log.roll();
        batch("one");
        batch("two");
        log.roll();
        batch("three");
        log.roll();
        batch("four");
    }

    private Path file(long number) {
        return folder.resolve("%010d.seg".formatted(number));
    }

    private void flip(Place place, int at, int mask) throws IOException {
        try (FileChannel file =
                FileChannel.open(place.segment().file(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer octet = ByteBuffer.allocate(1);
            file.read(octet, place.offset() + (long) at);
            octet.put(0, (byte) (octet.get(0) ^ mask)).rewind();
            file.write(octet, place.offset() + (long) at);
        }
    }

    /** In the type, the number, the lengths, the checksum, and what it says. */
    @ParameterizedTest
    @ValueSource(ints = {5, 9, 32, 35, 36, 39, 45, Head.SIZE + 1})
    void aBitThatFlippedInARecordIsPutBack(int at) throws IOException {
        three();
        log.close();
        flip(places.get(0), at, 1);
        open(Map.of());
        assertThat(found).containsExactly("one", "two", "three", "four");
        assertThat(log.damages()).isEmpty();
        assertThat(folder.resolve("quarantine/0000000001.seg")).exists();
        log.close();
        open(Map.of());
        assertThat(found).containsExactly("one", "two", "three", "four");
    }

    @Test
    void eachOfSeveralDamagedRecordsIsPutBack() throws IOException {
        three();
        log.close();
        flip(places.get(0), 36, 64);
        flip(places.get(1), Head.SIZE, 16);
        flip(places.get(3), Head.SIZE, 2);
        open(Map.of());
        assertThat(found).containsExactly("one", "two", "three", "four");
        assertThat(log.damages()).isEmpty();
    }

    @Test
    void aRecordInWhichMoreIsWrongIsDamaged() throws IOException {
        three();
        log.close();
        flip(places.get(0), Head.SIZE, 16);
        flip(places.get(0), 9, 16);
        open(Map.of());
        assertThat(found).containsExactly("two", "three", "four");
        assertThat(log.damages()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aSegmentThatIsMissingIsToldUntilItIsBack(long number) throws IOException {
        three();
        log.close();
        Path kept = Files.move(file(number), home.resolve("kept"));
        open(EXPECTED);
        String lost = EXPECTED.get(number);
        assertThat(found).hasSize(number == 1 ? 2 : 3);
        assertThat(log.damages()).isEmpty();
        assertThat(log.missing()).containsExactly(number);
        assertThat(log.told(number)).contains(file(number) + " is missing: " + lost);
        log.roll();
        batch("five");
        assertThat(places.get(4).segment().number()).isEqualTo(4);
        log.close();
        open(Map.of());
        assertThat(log.told(number)).contains("is missing: " + lost);
        assertThat(log.damages()).isEmpty();
        log.close();
        Files.move(kept, file(number));
        open(Map.of());
        assertThat(found).containsExactly("one", "two", "three", "four", "five");
        assertThat(log.damages()).isEmpty();
        assertThat(log.returned()).containsExactly(number);
        log.welcome();
        log.close();
        open(Map.of());
        assertThat(found).containsExactly("one", "two", "three", "four", "five");
        assertThat(log.damages()).isEmpty();
        assertThat(log.missing()).isEmpty();
    }

    @Test
    void aMissingSegmentIsForgottenWithWhatTellsIt() throws IOException {
        three();
        log.seal();
        Files.delete(file(3));
        open(EXPECTED);
        log.roll();
        batch("five");
        log.seal();
        Files.delete(folder.resolve("quarantine/0000000003.seg.missing"));
        open(Map.of());
        assertThat(found).containsExactly("one", "two", "three", "five");
        assertThat(log.damages()).isEmpty();
    }

    @Test
    void namesThatAreTakenByWhateverItIsArePassedOver() throws IOException {
        three();
        Files.createDirectory(file(4));
        Files.createSymbolicLink(file(5), home.resolve("nowhere"));
        Files.writeString(file(6), "a stray file");
        log.roll();
        batch("five");
        assertThat(places.get(4).segment().number()).isEqualTo(7);
        assertThat(file(6)).hasContent("a stray file");
        log.close();
        open(Map.of());
        assertThat(found).containsExactly("one", "two", "three", "four", "five");
    }

    @Test
    void aFolderInThePoolIsPassedOver() throws IOException {
        Files.createDirectories(folder.resolve("pool/new.seg"));
        three();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(3);
        }
    }
}
