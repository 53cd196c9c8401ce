package org.posthouse.bench.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ProcessTreeTest {
    @Test
    void whoDescendsFromAProcessIsCountedWithIt() throws Exception {
        Process child = new ProcessBuilder("sleep", "60").start();
        try {
            ProcessTree tree = new ProcessTree(List.of(ProcessHandle.current().pid()));
            ProcessTree alone = new ProcessTree(List.of(child.pid()));
            assertThat(alone.memoryKib()).isPositive().isLessThan(tree.memoryKib());
            assertThat(tree.cpuSeconds()).isPositive().isGreaterThan(alone.cpuSeconds());
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void whoHasEndedUsesNothing() throws Exception {
        Process child = new ProcessBuilder("true").start();
        child.waitFor();
        ProcessTree tree = new ProcessTree(List.of(child.pid()));
        assertThat(tree.memoryKib()).isZero();
    }
}
