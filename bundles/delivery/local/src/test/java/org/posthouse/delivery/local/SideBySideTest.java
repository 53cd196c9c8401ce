package org.posthouse.delivery.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.MailException;

/** What several wait for is waited for once, and what comes of each is known by its place. */
final class SideBySideTest {
    private final SideBySide sideBySide = new SideBySide();

    @AfterEach
    void close() {
        sideBySide.close();
    }

    private static boolean arrive(CountDownLatch all) {
        all.countDown();
        try {
            return all.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @Test
    void sixWaitTogether() throws Exception {
        CountDownLatch all = new CountDownLatch(6);
        assertThat(sideBySide.each(numbers(6), number -> arrive(all)))
                .hasSize(6)
                .containsOnly(true);
    }

    @Test
    void manyAreDoneInTheirOrderEachOnce() throws Exception {
        AtomicInteger done = new AtomicInteger();
        assertThat(sideBySide.each(numbers(1000), number -> {
                    done.incrementAndGet();
                    return number + 1;
                }))
                .isEqualTo(IntStream.rangeClosed(1, 1000).boxed().toList());
        assertThat(done).hasValue(1000);
    }

    @Test
    void whereNoThreadIsFreeTheCallerDoesItAll() throws Exception {
        sideBySide.close();
        assertThat(sideBySide.each(numbers(3), number -> Thread.currentThread()))
                .containsOnly(Thread.currentThread());
    }

    @Test
    void whatFailsUnexpectedlyIsNotKeptQuiet() {
        assertThatThrownBy(() -> sideBySide.each(numbers(6), number -> {
                    throw new IllegalArgumentException("odd");
                }))
                .hasStackTraceContaining("odd");
    }

    @Test
    void whoIsInterruptedEndsAndSaysSo() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> sideBySide.each(numbers(6), number -> number))
                .isInstanceOf(MailException.class)
                .hasMessage("delivery was broken off");
        assertThat(Thread.interrupted()).isTrue();
    }
}
