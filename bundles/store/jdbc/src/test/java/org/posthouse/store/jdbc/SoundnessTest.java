package org.posthouse.store.jdbc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthouse.api.mail.Content;
import org.posthouse.testkit.FakeClock;

/** Octets that have changed on the disk are not served for what was kept. */
class SoundnessTest {
    private static final String MESSAGE = "Subject: x\r\n\r\n" + "0123456789".repeat(20_000);

    @TempDir
    private Path folder;

    private final FakeClock clock = new FakeClock();
    private ContentFolder contents;
    private Soundness soundness;
    private long number;

    @BeforeEach
    void keepOne() throws IOException {
        contents = new ContentFolder(folder, 0, 0);
        soundness = new Soundness(contents, clock);
        number = contents.write(Content.of(MESSAGE.getBytes(ISO_8859_1)), new byte[] {1, 2, 3});
    }

    @AfterEach
    void close() {
        contents.close();
    }

    private StoredContent open() throws IOException {
        return new StoredContent(number, contents.open(number), MESSAGE.length(), soundness);
    }

    private void damage(long at) throws IOException {
        try (FileChannel file = FileChannel.open(contents.path(number), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[] {'?'}), at);
        }
    }

    @Test
    void whatWasKeptIsSound() throws Exception {
        try (StoredContent content = open();
                InputStream all = content.open()) {
            content.check();
            assertThat(new String(all.readAllBytes(), ISO_8859_1)).isEqualTo(MESSAGE);
        }
    }

    @Test
    void anEmptyMessageIsSound() throws Exception {
        number = contents.write(Content.of(new byte[0]), new byte[0]);
        try (StoredContent content = new StoredContent(number, contents.open(number), 0, soundness)) {
            assertThatCode(content::check).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 70_000, 200_013})
    void anOctetThatHasChangedIsNoticedBeforeTheLastOctetsAreGiven(long at) throws Exception {
        damage(at);
        try (StoredContent content = open();
                InputStream all = content.open()) {
            assertThatThrownBy(content::check).isInstanceOf(IOException.class).hasMessageContaining("checksum");
            byte[] piece = new byte[64 << 10];
            assertThatThrownBy(() -> {
                        for (int left = MESSAGE.length(); left > 0; ) {
                            left -= all.read(piece);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aChecksumThatHasChangedIsDamageToo() throws Exception {
        damage(MESSAGE.length() + 3 + 4);
        try (StoredContent content = open()) {
            assertThatThrownBy(content::check).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aMessageIsReadThroughOnceInAMoment() throws Exception {
        try (StoredContent content = open()) {
            content.check();
            damage(5);
            assertThatCode(content::check).doesNotThrowAnyException();
            clock.advance(Duration.ofMinutes(2));
            assertThatThrownBy(content::check).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aShortMessageIsReadAndComparedAtOnce() throws Exception {
        byte[] message = "Subject: x\r\n\r\nshort".getBytes(ISO_8859_1);
        number = contents.write(Content.of(message), new byte[5_000]);
        try (StoredContent content = new StoredContent(number, contents.open(number), message.length, soundness)) {
            assertThat(content.sound()).isEqualTo(message);
            assertThat(content.bytes(9, 4)).isEqualTo(Arrays.copyOfRange(message, 9, 13));
            damage(5);
            assertThatThrownBy(content::sound).isInstanceOf(IOException.class).hasMessageContaining("checksum");
        }
        try (FileChannel file = FileChannel.open(contents.path(number), StandardOpenOption.WRITE)) {
            file.truncate(message.length + 10L);
        }
        try (StoredContent content = new StoredContent(number, contents.open(number), message.length, soundness)) {
            assertThatThrownBy(content::sound).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aLongMessageCanBeHadWholeTooIfItIsSound() throws Exception {
        try (StoredContent content = open()) {
            assertThat(content.sound()).isEqualTo(MESSAGE.getBytes(ISO_8859_1));
        }
        clock.advance(Duration.ofMinutes(2));
        damage(5);
        try (StoredContent content = open()) {
            assertThatThrownBy(content::sound).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whoSkipsIsNotToldOfDamageThereMayBe() throws Exception {
        damage(5);
        try (StoredContent content = open();
                InputStream rest = content.open()) {
            assertThat(rest.skip(100)).isEqualTo(100);
            assertThat(rest.readAllBytes()).hasSize(MESSAGE.length() - 100);
        }
    }
}
