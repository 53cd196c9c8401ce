package org.posthouse.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a class of tests that has lost a buffer. */
final class Leaks implements BeforeAllCallback, AfterAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        LeakWatch.LOST.clear();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        look();
        assertThat(LeakWatch.LOST).isEmpty();
    }

    static void look() {
        for (int i = 0; i < 3; i++) {
            System.gc();
            // The detector looks when it is asked for the next one.
            ByteBufAllocator.DEFAULT.buffer(16).release();
        }
    }
}
