package org.posthouse.core.queue.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;

class ReserveTest {
    private static final long MEBIBYTE = 1 << 20;

    private final AtomicLong free = new AtomicLong(100 * MEBIBYTE);
    private final Reserve reserve = new Reserve(free::get, 50 * MEBIBYTE);

    @Test
    void mailIsRefusedBeforeTheReserveIsTouched() {
        assertThatCode(() -> reserve.check(1000)).doesNotThrowAnyException();
        free.set(49 * MEBIBYTE);
        assertThatThrownBy(() -> reserve.check(100 * MEBIBYTE)).isInstanceOfSatisfying(MailException.class, refusal -> {
            assertThat(refusal.status()).isEqualTo(Status.SYSTEM_FULL);
            assertThat(refusal.kind()).isEqualTo(MailException.Kind.RETRY);
        });
    }

    @Test
    void thereIsRoomForWhatIsTakenWhereItIsDelivered() {
        assertThatThrownBy(() -> reserve.check(26 * MEBIBYTE)).isInstanceOf(MailException.class);
        assertThatCode(() -> reserve.check(24 * MEBIBYTE)).doesNotThrowAnyException();
    }

    @Test
    void roomThatComesBackIsToldOnce() {
        assertThat(reserve.turned()).isFalse();
        free.set(49 * MEBIBYTE);
        assertThat(reserve.turned()).isFalse();
        free.set(51 * MEBIBYTE);
        assertThat(reserve.turned()).isTrue();
        assertThat(reserve.turned()).isFalse();
    }

    @Test
    void aMailThatIsTooLargeSaysNothingAboutTheOthers() {
        assertThatThrownBy(() -> reserve.check(80 * MEBIBYTE)).isInstanceOf(MailException.class);
        assertThat(reserve.turned()).isFalse();
    }

    @Test
    void aSmallDiskGetsSmallSegmentsAndASmallReserve() {
        SpoolSettings usual = new SpoolSettings(64 << 20, 256 << 20, Duration.ofSeconds(1));
        assertThat(usual.fitFor(1L << 40)).isEqualTo(usual);
        SpoolSettings small = usual.fitFor(100 << 20);
        assertThat(small.segmentSize()).isEqualTo(1 << 20);
        assertThat(small.reserve()).isEqualTo((100 << 20) / 10);
        assertThat(usual.fitFor(1L << 30).segmentSize()).isEqualTo(16 << 20);
    }

    @Test
    void aReserveThatIsWantedIsKeptOnASmallDiskToo() {
        SpoolSettings wanted = new SpoolSettings(64 << 20, 300L << 20, Duration.ofSeconds(1));
        assertThat(wanted.fitFor(1L << 30).reserve()).isEqualTo(300L << 20);
    }
}
