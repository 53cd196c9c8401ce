package org.posthouse.bench.report;

import org.posthouse.bench.server.Usage;

/**
 * What an operation costs its server; NaN is not measured.
 *
 * @param cpuMillis of processor time
 * @param writtenKib given to files
 * @param flushes of the disk's cache, by whomever
 */
public record Cost(double cpuMillis, double writtenKib, double flushes) {
    public static final Cost UNKNOWN = new Cost(Double.NaN, Double.NaN, Double.NaN);

    /** So many operations used this together. */
    public static Cost each(Usage used, double operations) {
        return new Cost(
                used.cpuSeconds() * 1000 / operations,
                used.written() / 1024.0 / operations,
                used.flushes() / operations);
    }
}
