package org.posthouse.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ShortageTest {
    @Test
    void aDoorWithoutSocketsPausesForASecond() {
        EmbeddedChannel door = new EmbeddedChannel(new Shortage("smtp"));
        door.freezeTime();
        door.pipeline().fireExceptionCaught(new IOException("Too many open files"));
        // Nothing is left for Netty to complain about with a stack trace.
        door.checkException();
        assertThat(door.config().isAutoRead()).isFalse();
        door.advanceTimeBy(1, TimeUnit.SECONDS);
        door.runScheduledPendingTasks();
        assertThat(door.config().isAutoRead()).isTrue();
        assertThat(door.isOpen()).isTrue();
    }
}
