package org.posthouse.core.net;

import io.netty.buffer.ByteBufAllocator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class LeaksTest {
    @Test
    void aLostBufferIsNoticed() {
        lose();
        Awaitility.await().until(() -> {
            Leaks.look();
            return !LeakWatch.LOST.isEmpty();
        });
        LeakWatch.LOST.clear();
    }

    private static void lose() {
        ByteBufAllocator.DEFAULT.buffer(16).writeByte(1);
    }
}
