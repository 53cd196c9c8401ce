package org.posthouse.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.posthouse.testkit.Await;
import org.posthouse.testkit.Hung;

class ShareTest {
    private final Hung hung = new Hung();
    private final Workers workers = new Workers(5);

    @AfterEach
    void close() throws Exception {
        hung.close();
        workers.stop(Duration.ofSeconds(10));
    }

    @Test
    void whereAllOfOneProtocolWaitOthersGoOn() throws Exception {
        CountDownLatch done = new CountDownLatch(20);
        for (int i = 0; i < 20; i++) {
            workers.of("smtp").execute(() -> {
                hung.hangStubbornly();
                done.countDown();
            });
        }
        Await.until("four fifths of the workers wait", () -> hung.inside() == 4);
        for (int i = 0; i < 20; i++) {
            CountDownLatch other = new CountDownLatch(1);
            workers.of("imap").execute(other::countDown);
            assertThat(other.await(120, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(hung.inside()).isEqualTo(4);
        hung.close();
        assertThat(done.await(120, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aTaskThatFailsGivesItsWorkerBack() throws Exception {
        for (int i = 0; i < 20; i++) {
            workers.of("smtp").execute(() -> {
                throw new IllegalStateException("on purpose");
            });
        }
        CountDownLatch last = new CountDownLatch(1);
        workers.of("smtp").execute(last::countDown);
        assertThat(last.await(120, TimeUnit.SECONDS)).isTrue();
    }
}
