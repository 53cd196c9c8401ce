package org.posthouse.bench.server;

/**
 * What a server has used so far.
 *
 * @param cpuSeconds of its processes, and of those they have waited for
 * @param written octets that these have given to files, whether the disk has them yet or not
 * @param flushes of the disk's cache, by whomever: the kernel counts them for the disk only
 */
public record Usage(double cpuSeconds, long written, long flushes) {
    /** Between then and now. */
    public Usage since(Usage before) {
        return new Usage(cpuSeconds - before.cpuSeconds, written - before.written, flushes - before.flushes);
    }
}
