package org.posthouse.core.queue.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;

class ReserveTest {
    @TempDir
    Path folder;

    @Test
    void mailIsRefusedBeforeTheReserveIsTouched() throws Exception {
        long usable = Files.getFileStore(folder).getUsableSpace();
        assertThatThrownBy(() -> new Reserve(folder, usable * 2).check(1))
                .isInstanceOfSatisfying(MailException.class, refusal -> {
                    assertThat(refusal.status()).isEqualTo(Status.SYSTEM_FULL);
                    assertThat(refusal.kind()).isEqualTo(MailException.Kind.RETRY);
                });
        assertThatThrownBy(() -> new Reserve(folder, usable / 2).check(usable)).isInstanceOf(MailException.class);
        assertThatCode(() -> new Reserve(folder, usable / 2).check(1000)).doesNotThrowAnyException();
    }

    @Test
    void aSmallDiskGetsSmallSegmentsAndASmallReserve() {
        SpoolSettings usual = new SpoolSettings(64 << 20, 256 << 20, Duration.ofSeconds(1));
        assertThat(usual.fitFor(1L << 40)).isEqualTo(usual);
        SpoolSettings small = usual.fitFor(100 << 20);
        assertThat(small.segmentSize()).isEqualTo(1 << 20);
        assertThat(small.reserve()).isEqualTo((100 << 20) / 20);
        assertThat(usual.fitFor(1L << 30).segmentSize()).isEqualTo(16 << 20);
    }
}
