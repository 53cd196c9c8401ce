package org.posthouse.launcher;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/**
 * The heap at rest. Under load it may keep room to grow into, as the command line says, for where there is little the collector stops
 * everybody again and again; what the start took and nobody needs is given back to the system once.
 */
final class Heap {
    private static final String LEAST_FREE = "MinHeapFreeRatio";
    private static final String MOST_FREE = "MaxHeapFreeRatio";
    private static final int LEAST_AT_REST = 10;
    private static final int MOST_AT_REST = 20;

    private Heap() {}

    /** Collects all garbage, and gives nearly all that is free back; a JVM without these settings only collects. */
    static void giveBack() {
        HotSpotDiagnosticMXBean machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        if (machine == null) {
            System.gc();
            return;
        }
        String least = machine.getVMOption(LEAST_FREE).getValue();
        String most = machine.getVMOption(MOST_FREE).getValue();
        // The least is never more than the most, not even in between.
        machine.setVMOption(LEAST_FREE, Integer.toString(Math.min(LEAST_AT_REST, Integer.parseInt(least))));
        machine.setVMOption(MOST_FREE, Integer.toString(Math.min(MOST_AT_REST, Integer.parseInt(most))));
        try {
            System.gc();
        } finally {
            machine.setVMOption(MOST_FREE, most);
            machine.setVMOption(LEAST_FREE, least);
        }
    }
}
