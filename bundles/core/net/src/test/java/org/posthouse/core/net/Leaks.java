package org.posthouse.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Every buffer is watched, and a class of tests fails that has lost one. */
final class Leaks implements BeforeAllCallback, AfterAllCallback {
    private static final List<String> LOST = new CopyOnWriteArrayList<>();

    static {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new Watching());
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        LOST.clear();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        for (int i = 0; i < 3; i++) {
            System.gc();
            // The detector looks when it is given the next one.
            ByteBufAllocator.DEFAULT.buffer(16).release();
        }
        assertThat(LOST).isEmpty();
    }

    /** Makes detectors that tell. */
    private static final class Watching extends ResourceLeakDetectorFactory {
        @Override
        @SuppressWarnings("deprecation") // the only method a factory must have
        public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> type, int interval, long most) {
            return new ResourceLeakDetector<>(type, interval) {
                @Override
                protected void reportTracedLeak(String kind, String records) {
                    LOST.add(kind + records);
                }

                @Override
                protected void reportUntracedLeak(String kind) {
                    LOST.add(kind);
                }
            };
        }
    }
}
