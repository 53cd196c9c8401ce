package org.posthouse.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HeapTest {
    private final HotSpotDiagnosticMXBean machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);

    @Test
    void howMuchMayBeFreeUnderLoadIsAsBefore() {
        machine.setVMOption("MaxHeapFreeRatio", "61");
        machine.setVMOption("MinHeapFreeRatio", "31");
        long collections = collections();
        Heap.giveBack();
        assertThat(collections()).isGreaterThan(collections);
        assertThat(List.of(value("MinHeapFreeRatio"), value("MaxHeapFreeRatio")))
                .containsExactly("31", "61");
    }

    private String value(String option) {
        return machine.getVMOption(option).getValue();
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(collector -> collector.getCollectionCount())
                .sum();
    }
}
